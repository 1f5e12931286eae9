"""The disk: reads a site, and is the one door through which output leaves.

Output is written beside the old folder and swapped in when it is complete. Only files that
this tool wrote (its `manifest.json` lists them) are ever removed.

`reading`  a site's files
`files`    one file, whole or not at all
`hashing`  what a file is known by
`locks`    a folder that only one run writes into
`swap`     a finished folder in the place of the published one
`output`   a folder filled beside the published one and swapped in
`around`   the few files around several sites in one folder
`listed`   a published folder by its manifest
`signed`   the signature of a manifest
"""

from __future__ import annotations

from gongkai_ssg.fs.around import Around
from gongkai_ssg.fs.files import (
    Pending,
    digest,
    from_json,
    is_file,
    taken_away,
    under,
    write_by,
    write_bytes,
    write_text,
)
from gongkai_ssg.fs.hashing import Hashes, Hashing, hashes, hashes_of
from gongkai_ssg.fs.listed import (
    MANIFEST,
    SIGNATURE,
    ForeignFilesError,
    ListLostError,
    NewerSiteError,
    beside_the_site,
    files_of,
    knows_items,
    made,
    published,
    signature_of,
)
from gongkai_ssg.fs.locks import BusyError
from gongkai_ssg.fs.output import Output, uninterrupted
from gongkai_ssg.fs.reading import read_site
from gongkai_ssg.fs.signed import sign
from gongkai_ssg.fs.swap import clean, rescue

__all__ = [
    "MANIFEST",
    "SIGNATURE",
    "Around",
    "BusyError",
    "ForeignFilesError",
    "Hashes",
    "Hashing",
    "ListLostError",
    "NewerSiteError",
    "Output",
    "Pending",
    "beside_the_site",
    "clean",
    "digest",
    "files_of",
    "from_json",
    "hashes",
    "hashes_of",
    "is_file",
    "knows_items",
    "made",
    "published",
    "read_site",
    "rescue",
    "sign",
    "signature_of",
    "taken_away",
    "under",
    "uninterrupted",
    "write_by",
    "write_bytes",
    "write_text",
]
