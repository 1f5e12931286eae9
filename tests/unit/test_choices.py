"""Words in one column for a choice: understood as a whole, or asked about."""

from __future__ import annotations

import pytest

from gongkai_ssg.importing import choices
from gongkai_ssg.schema import load

KIND = load().kinds["item"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("□决策 □执行 □管理 ■服务 ■结果", ["服务", "结果"]),
        ("结果公开", ["结果"]),
        ("服务和结果", ["服务", "结果"]),
        ("结 果", ["结果"]),
        ("√管理", ["管理"]),
        ("×决策 √管理", ["管理"]),
        ("决策× 管理√", ["管理"]),
        ("决策□\n执行■\n管理□", ["执行"]),
        ("□决策 ■结果 □不公开", ["结果"]),
        ("□决策 □执行", None),
        ("决策、什么", None),
        ("不公开结果", None),
        ("決策", None),
        ("决策 × 执行", None),
        ("√", None),
    ],
)
def test_choices(text: str, found: list[str] | None) -> None:
    assert choices.chosen(text, KIND.by_key["五公开"]) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("主动公开", "主动"),
        ("■主动公开 □依申请公开", "主动"),
        ("依申请", "依申请"),
        ("主动公开、依申请公开", None),
        ("主动、不公开", None),
        ("不主动公开", None),
        ("公开", None),
    ],
)
def test_one_choice(text: str, found: str | None) -> None:
    assert choices.only(text, KIND.by_key["公开方式"]) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("县级", ["县级"]),
        ("县、乡、村三级", ["县级", "乡级", "村级"]),
        ("乡镇（街道）", ["乡级"]),
        ("县（市、区）级\n村（社区）级", ["县级", "村级"]),
        ("社区", ["村级"]),
        ("√县级 □乡级 √村级", ["县级", "村级"]),
        ("县级√乡级×", ["县级"]),
        ("县级、不在村级公开", None),
        ("县级（暂不公开）", None),
        ("非县级", None),
        ("县级及以下", None),
        ("省级、县级", None),
        ("√", None),
    ],
)
def test_levels(text: str, found: list[str] | None) -> None:
    assert choices.levels(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全社会", True),
        ("■全社会 □特定群体", True),
        ("面向社会公众", True),
        ("低保对象、未成年人", False),
        ("特定群体：老人", False),
        ("特定群体", False),
        ("暂不公开", None),
        ("特定群体: 不公开", None),
        ("全社会、老人", None),
        ("不向全社会公开", None),
        ("全社会（涉密除外）", None),
        ("公开", None),
        ("见备注", None),
        ("□全社会 □特定群体", None),
    ],
)
def test_everyone_or_a_group(text: str, found: bool | None) -> None:
    assert choices.everyone(text) is found
