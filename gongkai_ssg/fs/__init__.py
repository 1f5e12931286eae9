"""The disk: reads a site, and is the one door through which output leaves.

Output is written beside the old folder and swapped in when it is complete. Only files that
this tool wrote (its `manifest.json` lists them) are ever removed.

`reading`  a site's files
`files`    one file, whole or not at all
`output`   a folder filled beside the published one and swapped in
`around`   the few files around several sites in one folder
`listed`   a published folder by its manifest
"""

from __future__ import annotations

from gongkai_ssg.fs.around import Around
from gongkai_ssg.fs.files import (
    Pending,
    digest,
    from_json,
    is_file,
    write_by,
    write_bytes,
    write_text,
)
from gongkai_ssg.fs.listed import (
    MANIFEST,
    ForeignFilesError,
    beside_the_site,
    clean,
    files_of,
    knows_items,
    made,
    published,
)
from gongkai_ssg.fs.output import BusyError, Output, rescue, uninterrupted
from gongkai_ssg.fs.reading import read_site

__all__ = [
    "MANIFEST",
    "Around",
    "BusyError",
    "ForeignFilesError",
    "Output",
    "Pending",
    "beside_the_site",
    "clean",
    "digest",
    "files_of",
    "from_json",
    "is_file",
    "knows_items",
    "made",
    "published",
    "read_site",
    "rescue",
    "uninterrupted",
    "write_by",
    "write_bytes",
    "write_text",
]
