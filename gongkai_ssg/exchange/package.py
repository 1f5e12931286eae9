"""What the data files are, for programs: a Data Package (Frictionless, version 2)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from gongkai_ssg.opendata import Table, licence, tables
from gongkai_ssg.project import Project

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_NAME = re.compile(r"[^a-z0-9._/-]+")


def descriptor(project: Project) -> bytes:
    """`datapackage.json`: the tables and their columns.

    The JSON files are not named: a program of Frictionless takes any `catalog.json` for a
    catalog of its own.
    """
    site = project.catalog.site
    address = urlsplit(site.url)
    name = _NAME.sub("-", f"{address.hostname or 'gongkai'}{address.path}".lower()).strip("-/")
    package = {
        "$schema": PROFILE,
        "name": name.replace("/", "-"),
        "title": f"{site.name}公开数据",
        "homepage": site.url,
        "created": f"{project.release.today}T00:00:00+08:00",
        **_licence(project),
        "resources": list(_tables(tables(project))),
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _licence(project: Project) -> dict[str, Any]:
    title, path = licence(project)
    return {"licenses": [{"title": title, "path": path}]} if title and path else {}


def _tables(found: Sequence[Table]) -> Iterator[dict[str, Any]]:
    for table in found:
        fields = [
            {
                "name": column.name,
                "type": column.type,
                "description": column.help,
                **({"format": column.form} if column.form else {}),
            }
            for column in table.columns
        ]
        yield {
            "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
            "name": table.name,
            "type": "table",
            "path": f"{table.name}.csv",
            "title": table.title,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8-sig",
            "schema": {
                "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
                "fields": fields,
                "primaryKey": [table.columns[0].name],
                "missingValues": [""],
            },
        }
