"""Cells as lists: contents numbered in every way, laws in every spelling, bodies, ticks."""

from __future__ import annotations

import pytest

from gongkai_ssg.importing import words

LAW, ORDER = "《社会救助暂行办法》（国务院令第649号）", "《条例》（国务院令第711号）"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("1.办理条件；2.申请材料", ["办理条件", "申请材料"]),
        ("1.办理条件\n2.申请材料\n", ["办理条件", "申请材料"]),
        ("1 .办理条件 2 .申请材料", ["办理条件", "申请材料"]),
        ("（1）办理条件；（2）申请材料。", ["办理条件", "申请材料"]),
        ("①办理条件②申请材料", ["办理条件", "申请材料"]),
        ("①办理条件；②申请材料", ["办理条件", "申请材料"]),
        ("● 办理条件\n● 申请材料", ["办理条件", "申请材料"]),
        ("·办理条件\n·申请材料", ["办理条件", "申请材料"]),
        ("办理条件\n申请材料", ["办理条件", "申请材料"]),
        ("受理部门、办理条件、申请材料", ["受理部门", "办理条件", "申请材料"]),
        ("办理条件、申请材料", ["办理条件、申请材料"]),
        ("保障标准2.5万元", ["保障标准2.5万元"]),
        ("名单；没有数据的也要说明\n标准", ["名单；没有数据的也要说明", "标准"]),
        ("一句完整的话，里面有、顿号、也有逗号。", ["一句完整的话，里面有、顿号、也有逗号"]),
        ("", []),
    ],
)
def test_contents(text: str, lines: list[str]) -> None:
    assert words.contents(text) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"{LAW}\n{ORDER}", [LAW, ORDER]),
        (f"{LAW}{ORDER}", [LAW, ORDER]),
        (f"{LAW}、{ORDER}", [LAW, ORDER]),
        (f"1.{LAW}；2.{ORDER}", [LAW, ORDER]),
        (f"●{LAW}\n●{ORDER}", [LAW, ORDER]),
        (
            "《关于印发〈某办法〉的通知》（某发〔2021〕1号）",
            ["《关于印发〈某办法〉的通知》（某发〔2021〕1号）"],
        ),
        ("《关于贯彻《某办法》的意见》", ["《关于贯彻《某办法》的意见》"]),
        ("《某法》（2018年修正，见《公报》）", ["《某法》（2018年修正，见《公报》）"]),
        ("信息公开规定", ["信息公开规定"]),
        ("《某法》第七条、第八条", ["《某法》第七条、第八条"]),
        ("", []),
    ],
)
def test_bases(text: str, lines: list[str]) -> None:
    assert words.bases(text) == lines


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("县民政局、各乡镇政府", ["县民政局", "各乡镇政府"]),
        ("县民政局\n河湾镇政府", ["县民政局", "河湾镇政府"]),
        ("县民政局/河湾镇政府", ["县民政局", "河湾镇政府"]),
        ("县发展和改革局、商务局", ["县发展和改革局、商务局"]),
        ("县民\n政局", ["县民政局"]),
        ("", []),
    ],
)
def test_bodies(text: str, found: list[str]) -> None:
    assert words.names(text, ["县民政局", "县发展和改革局、商务局"]) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("□决策 □执行 □管理 ■服务 ■结果", ["服务", "结果"]),
        ("结果公开", ["结果"]),
        ("□决策 □执行", []),
        ("√管理", ["管理"]),
        ("×决策 √管理", ["管理"]),
        ("决策× 管理√", ["管理"]),
        ("决策□\n执行■\n管理□", ["执行"]),
    ],
)
def test_choices(text: str, found: list[str]) -> None:
    assert words.chosen(text, ["决策", "执行", "管理", "服务", "结果"]) == found
