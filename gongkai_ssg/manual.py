"""What schema, codes and commands say of themselves: JSON Schema and reference pages.

`docs/content.md`, `docs/codes.md` and `docs/commands.md` are made by `scripts/docs.py` from here.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Iterator
from typing import Any

import click

from gongkai_ssg.chinese import help_record
from gongkai_ssg.diagnostics import codes
from gongkai_ssg.schema import Field, Kind, Schema

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DATE = r"^\d{4}-\d{2}-\d{2}$"
_DATETIME = r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$"
_OTHER_CHANNEL = "^其他[:\uff1a].+$"
_TYPE_NAMES = {
    "text": "文字",
    "lines": "列表",
    "code": "编码",
    "id": "英文编号",
    "choice": "选项",
    "choices": "多选",
    "channels": "渠道列表",
    "ref": "引用",
    "refs": "引用列表",
    "date": "日期",
    "dates": "日期列表",
    "datetime": "日期和时间",
    "int": "整数",
    "number": "数字",
    "flag": "是或否",
    "object": "分项",
    "objects": "分项列表",
    "words": "各列的角色",
    "any": "按需填写",
}
_SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}


# ------------------------------------------------------------------------ JSON Schema


def json_schema(schema: Schema, kind: str) -> str:
    """The JSON Schema of one kind of entry, or of a `catalog.yaml`, for editors."""
    if kind == "catalog":
        item = _kind_schema(schema.kinds["item"])
        listed = {"type": "array", "items": item, "description": "公开事项的列表"}
        body = {"title": "公开事项目录", "type": "object", "properties": {"事项": listed}}
    else:
        body = _kind_schema(schema.kinds[kind])
    return json.dumps({"$schema": _DIALECT, **body}, ensure_ascii=False, indent=2)


def _kind_schema(kind: Kind) -> dict[str, Any]:
    return {"title": kind.title, **_object(kind.fields)}


def _object(fields: Iterable[Field]) -> dict[str, Any]:
    fields = tuple(fields)
    return {
        "type": "object",
        "properties": {f.key: _property(f) for f in fields},
        "required": [f.key for f in fields if f.required],
        "additionalProperties": False,
    }


def _property(f: Field) -> dict[str, Any]:
    rule = _rule(f)
    if f.help:
        rule = {**rule, "description": f.help}
    return {**rule, "examples": [f.example]} if f.example is not None else rule


def _rule(f: Field) -> dict[str, Any]:
    single = _single(f)
    if f.type not in ("lines", "dates", "refs", "choices", "channels", "objects"):
        return single
    many = {"type": "array", "items": single}
    return {"anyOf": [many, single]} if f.one else many


def _single(f: Field) -> dict[str, Any]:
    """One value; all scalars are read as text, so an editor may see a number there."""
    text: dict[str, Any] = {"type": ["string", "number"]}
    if f.type in ("object", "objects"):
        whole = _object(f.fields)
        return {"anyOf": [whole, text]} if f.short else whole
    if f.type in ("choice", "choices"):
        words = {"enum": list(f.values)}
        return {"anyOf": [words, _object(f.or_fields)]} if f.or_fields else words
    if f.type == "channels":
        return {"anyOf": [{"enum": list(f.values)}, {"type": "string", "pattern": _OTHER_CHANNEL}]}
    if f.type == "words":
        return {"type": "object", "additionalProperties": {"enum": list(f.values)}}
    return _SCALARS.get(f.type, {**text, "pattern": f"^({f.pattern})$"} if f.pattern else text)


_SCALARS: dict[str, dict[str, Any]] = {
    "date": {"type": "string", "pattern": _DATE},
    "dates": {"type": "string", "pattern": _DATE},
    "datetime": {"type": "string", "pattern": _DATETIME},
    "int": {"type": ["integer", "string"], "pattern": r"^\d+$"},
    "number": {"type": ["number", "string"], "pattern": r"^-?\d+(\.\d+)?$"},
    "flag": {"enum": ["是", "否", True, False]},
    "any": {},
}


# -------------------------------------------------------------------- reference pages


def markdown_table(schema: Schema, kind: str) -> Iterator[str]:
    """The elements of one kind as a Markdown table."""
    yield "| 键 | 类型 | 必填 | 说明 | 例子 |"
    yield "|---|---|---|---|---|"
    for f in schema.kinds[kind].fields:
        yield from _table_rows(f, "")


def _table_rows(f: Field, above: str) -> Iterator[str]:
    name = f"{above}{f.key}"
    help_text = f.help
    if f.values:
        help_text += f"。可以写：{'、'.join(f.values)}"
    if f.added:
        help_text += "(本县增加)"
    required = "是" if f.required else ""
    cells = (name, _TYPE_NAMES[f.type], required, help_text, _example(f.example))
    yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    for inner in (*f.fields, *f.or_fields):
        yield from _table_rows(inner, f"{name} › ")


def _example(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "`[" + ", ".join(map(str, value)) + "]`"
    if isinstance(value, dict):
        return "`{" + ", ".join(f"{k}: {v}" for k, v in value.items()) + "}`"
    return f"`{value}`"


def codes_page() -> Iterator[str]:
    """Every code with its title, reason and examples, as Markdown."""
    yield "| 代码 | 程度 | 意思 |"
    yield "|---|---|---|"
    for code in codes().values():
        link = f"[{code.code}](#{code.code.lower()})"
        yield f"| {link} | {_SEVERITIES[code.severity]} | {code.title} |"
    for code in codes().values():
        yield from (
            "",
            f"## {code.code}",
            "",
            f"**{code.title}**({_SEVERITIES[code.severity]})",
            "",
        )
        yield code.why
        for label, example in (("错误的写法", code.wrong), ("正确的写法", code.right)):
            yield from ("", f"{label}:", "", "```text", example.rstrip("\n"), "```")


def commands_page(command: click.Command, path: str = "gongkai") -> Iterator[str]:
    """Every command with its arguments and options, as Markdown."""
    with click.Context(command, info_name=path) as context:
        yield from (f"## {path}", "", inspect.cleandoc(command.help or ""), "")
        pieces = command.collect_usage_pieces(context)
        words = (
            " ".join(pieces).replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 …")
        )
        yield from ("```text", f"{path} {words}", "```", "")
        options = [help_record(p, context) for p in command.get_params(context)]
        rows = [row for row in options if row and "--help" not in row[0]]
        if rows:
            yield from ("| 选项 | 说明 |", "|---|---|")
            yield from (f"| `{name}` | {text} |" for name, text in rows)
            yield ""
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                if inner is not None:
                    yield from commands_page(inner, f"{path} {name}")
