"""Where Jinja finds templates, the county's before ours, and what it says when one fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

import jinja2

from gongkai_ssg.theme.folders import DEFAULT


def environment(where: tuple[Path, ...], words: Mapping[str, str]) -> jinja2.Environment:
    """The templates of these folders, in which the county's words stand for ours."""
    return jinja2.Environment(
        loader=_Reworded(_loader(where), words),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def in_chinese(error: Exception) -> str:
    """What Jinja or Python says; its own words follow for the person who mends the theme."""
    if isinstance(error, jinja2.TemplateNotFound):
        return f"找不到模板“{error.name}”"
    words = str(error)
    if not isinstance(error, jinja2.TemplateError):
        return f"模板算不出来（{type(error).__name__}: {words}）"
    missing = re.search(r"'([^']*)' is undefined|has no attribute '([^']*)'", words)
    if missing:
        return f"没有“{missing[1] or missing[2]}”可以用"
    kind = "模板的语法不对" if isinstance(error, jinja2.TemplateSyntaxError) else "模板算不出来"
    return f"{kind}（{words}）"


class _Reworded(jinja2.BaseLoader):
    """Templates in which words of ours are replaced by the county's."""

    def __init__(self, loader: jinja2.BaseLoader, words: Mapping[str, str]) -> None:
        self.loader, self.words = loader, words

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The source with its words replaced; what is put in is text, never template."""
        text, name, fresh = self.loader.get_source(environment, template)
        for old, new in self.words.items():
            text = text.replace(old, escape(new).replace("{", "&#123;").replace("%}", "%&#125;"))
        return text, name, fresh

    def list_templates(self) -> list[str]:
        """All names."""
        return self.loader.list_templates()


def _loader(where: tuple[Path, ...]) -> jinja2.BaseLoader:
    """The county's templates before ours; `default/base.html` names ours, to be extended."""
    ours = jinja2.FileSystemLoader(where[-1] / "templates", "utf-8-sig")
    layers = jinja2.FileSystemLoader([folder / "templates" for folder in where], "utf-8-sig")
    return jinja2.ChoiceLoader([layers, jinja2.PrefixLoader({DEFAULT: ours})])
