"""The page of open data: which files there are, what stands in their columns, how to use them."""

from __future__ import annotations

from typing import Any

from gongkai_ssg import opendata, urls
from gongkai_ssg.model import Site
from gongkai_ssg.pages.page import Page
from gongkai_ssg.project import Project

ADDRESS, TITLE = "data/", "数据下载"
_FORMS = (
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("csv", "text/csv"),
    ("json", "application/json"),
)


def page(project: Project) -> Page:
    """Files, columns, licence."""

    def view() -> dict[str, Any]:
        tables, licence = opendata.tables(project), opendata.licence(project)
        return {
            "tables": tables,
            "licence": licence,
            "linked": _linked(project.catalog.site, tables, licence[1]),
        }

    return Page(ADDRESS, "data.html", TITLE, view, "公开事项目录和公开信息清单的数据")


def _linked(site: Site, tables: tuple[opendata.Table, ...], licence: str) -> list[dict[str, Any]]:
    """The data set and the way to it, as schema.org has them (JSON-LD)."""
    base, here = urls.absolute(site, ""), urls.absolute(site, ADDRESS)
    files = [
        {
            "@type": "DataDownload",
            "contentUrl": f"{here}{table.name}.{form}",
            "encodingFormat": mime,
        }
        for table in tables
        for form, mime in _FORMS
    ]
    publisher = site.footer.get("主办单位", site.name)
    return [
        {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": f"{site.name}公开数据",
            "description": "、".join(table.title for table in tables),
            "url": here,
            "inLanguage": "zh-CN",
            "isAccessibleForFree": True,
            **({"license": licence} if licence else {}),
            "creator": {"@type": "GovernmentOrganization", "name": publisher},
            "distribution": files,
        },
        {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": site.name, "item": base},
                {"@type": "ListItem", "position": 2, "name": TITLE, "item": here},
            ],
        },
    ]
