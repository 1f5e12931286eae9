"""The words of a head: by which labels offices call the elements, and parts of them.

A county's own elements (扩展要素) go by their keys, and before everything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongkai_ssg import wording

# The hidden column of a workbook that gongkai made.
CHECK = "校验"
# How gongkai begins a cell whose text is longer than a cell can be.
TOO_LONG = "〔一格放不下〕"
# Without blanks and what stands in brackets; by the key of our element.
_LABELS = {
    "序号": ("序号", "序", "编号", "行号"),
    "编码": ("编码", "事项编码", "公开事项编码", "事项编号", "目录编码", "基本编码"),
    "领域": ("领域", "公开领域", "相应领域", "所属领域", "试点领域"),
    "一级事项": (
        "一级事项",
        "一级公开事项",
        "公开事项一级",
        "一级目录",
        "一级指标",
        "事项类别",
        "一级",
    ),
    "二级事项": (
        *("二级事项", "二级公开事项", "公开事项二级", "二级目录", "二级指标", "二级"),
        *("公开事项", "事项名称", "公开事项名称"),
    ),
    "三级事项": ("三级事项", "三级公开事项", "公开事项三级", "三级目录", "三级指标", "三级"),
    "公开内容": (
        *("公开内容", "公开内容要素", "公开要素", "内容要素", "公开内容及要素", "公开内容标题"),
        *("具体内容", "公开内容和测评依据"),
    ),
    "公开依据": (
        "公开依据",
        "依据",
        "法律依据",
        "法定依据",
        "设定依据",
        "政策依据",
        "公开依据文件",
    ),
    "公开时限": ("公开时限", "时限", "公开时间", "公开期限", "时限要求", "公开时限要求"),
    "公开主体": (
        *("公开主体", "公开责任主体", "责任主体", "公开责任单位", "责任单位", "公开单位", "主体"),
        *("公开主体及责任单位", "责任部门"),
    ),
    "公开渠道": (
        *("公开渠道和载体", "公开渠道", "公开载体", "公开渠道及载体", "渠道和载体", "公开渠道载体"),
        *("公开平台", "渠道"),
    ),
    "公开对象": ("公开对象", "对象", "公开范围"),
    "公开方式": ("公开方式", "公开属性", "方式"),
    "公开层级": ("公开层级", "层级"),
    "五公开": ("五公开", "过程", "公开类别"),
    "咨询电话": ("咨询电话", "联系电话", "联系方式"),
    "监督电话": ("监督电话", "监督举报电话", "投诉电话", "举报电话"),
    "服务编码": ("服务编码", "政务服务事项编码", "实施编码"),
    "俗称": ("俗称",),
    # What the site's own data files have besides.
    "状态": ("状态",),
    "地址": ("地址",),
    CHECK: (CHECK,),
    "办事指南": ("办事指南", "网址", "链接", "办理网址"),
}
# Columns that are a part of an element, by their labels.
PARTS = {
    "公开对象": ("全社会", "社会", "社会公众", "特定群体", "特定群众", "特定人群", "特定对象"),
    "公开方式": ("主动", "主动公开", "依申请", "依申请公开"),
    "公开层级": (
        *("县级", "区级", "市级", "州级", "旗级", "县市区级", "乡级", "镇级", "乡镇级", "街道级"),
        *("村级", "社区级", "乡、村级", "乡村级", "镇、村级", "镇街级", "乡镇、村级"),
    ),
    "五公开": ("决策", "执行", "管理", "服务", "结果"),
}
_KEYS = {label: key for key, labels in _LABELS.items() for label in labels}
_PART_OF = {part: key for key, parts in PARTS.items() for part in parts}
_BRACKETS = re.compile(r"[(\[【].*?[)\]】]")
# Group and label in one cell, as data files have them (`公开事项:一级事项`).
_GROUP = re.compile(r"[:：]")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: an element, or a part of one (`公开层级`, `县级`)."""

    key: str
    part: str = ""


def element(name: str) -> str:
    """The element of which `公开层级/县级` is a part; a county's own keys may have a stroke."""
    key, _, part = name.partition("/")
    return key if part in PARTS.get(key, ()) else name


class Labels:
    """What labels mean in one county, whose own elements are `own`."""

    def __init__(self, own: Iterable[str] = ()) -> None:
        self.own = frozenset(own)
        self.keys = {**_KEYS, **{plain(key): key for key in self.own}}
        # Most cells of a table are short and say what others say.
        self.said_by = lru_cache(maxsize=4096)(lambda label: self.column([label]))

    def key_of(self, label: str) -> str:
        """The element that a label names, or empty."""
        return self.keys.get(plain(label), "")

    def is_label(self, text: str) -> bool:
        """Whether a text is a word of heads."""
        return any(plain(one) in self.keys or plain(one) in _PART_OF for one in self._apart(text))

    def column(self, labels: Sequence[str]) -> Column | None:
        """What labels, from above to below, say of their column: the lowest is the most exact."""
        labels = [one for label in labels for one in self._apart(label)]
        upper = next((key for one in labels if (key := self.key_of(one))), "")
        for label in reversed(labels):
            word = plain(label)
            if self.keys.get(word) in self.own:
                return Column(self.keys[word])
            if word in _PART_OF and (not upper or upper == _PART_OF[word]):
                return Column(_PART_OF[word], word)
            if word in self.keys:
                return Column(self.keys[word])
        return None

    def _apart(self, label: str) -> list[str]:
        """A label without the group before it."""
        if ":" not in label and "：" not in label:
            return [label]
        group, *rest = _GROUP.split(label, maxsplit=1)
        return rest if rest and rest[0].strip() and self.key_of(group) else [label]


def plain(label: str) -> str:
    """A label without blanks and what stands in brackets; what is too long for one is none."""
    return _plain(label) if len(label) <= _LONGEST else ""


@lru_cache(maxsize=4096)
def _plain(label: str) -> str:
    return re.sub(r"[:*]", "", _BRACKETS.sub("", wording.plain(label)))
