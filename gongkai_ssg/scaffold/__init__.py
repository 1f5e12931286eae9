"""New sites, items and records: files to begin with, which `check` accepts or explains.

==========  ======================================================================
`starter`   the small site of `init`, as data in `gongkai_ssg/starter/`
`item`      a form for an item under the next free code
`record`    the draft of a record, as its domain's templates ask for it
`forms`     the element schema → YAML to fill in
`eject`     a file of our theme, to be changed in the county's own
`finding`   what was meant: a domain, an item; or a Chinese sentence why not
==========  ======================================================================
"""

from __future__ import annotations

from gongkai_ssg.scaffold.eject import eject
from gongkai_ssg.scaffold.finding import ScaffoldError
from gongkai_ssg.scaffold.item import new_item, next_code
from gongkai_ssg.scaffold.record import new_record
from gongkai_ssg.scaffold.starter import init

__all__ = ["ScaffoldError", "eject", "init", "new_item", "new_record", "next_code"]
