"""A site in which every text of every element is hostile, and its twin in which all are harmless.

The elements come from the schema, so that a new one is tried as soon as there is one. Everywhere
`window.__pwned` is what a payload sets where it comes to run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import tiny
import yaml

from gongkai_ssg import schema
from gongkai_ssg.schema import Field, Kind

RUN = "window.__pwned=1"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f'"><script>{RUN}</script>',
    f"'><img src=x onerror={RUN}>",
    f'" onmouseover="{RUN}" autofocus onfocus="{RUN}" x="',
    f"' onclick='{RUN}' style='color:red' x='",
    f"</title><svg onload={RUN}>",
    f"--></style></textarea></noscript></template><img src=x onerror={RUN}>",
    f"]]><script>{RUN}</script><![CDATA[",
    f"<svg><script>{RUN}</script><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;<img src onerror={RUN}>'>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"<iframe srcdoc='<script>parent.{RUN[7:]}</script>'></iframe>",
    "<base href=https://evil.example/><meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href=https://evil.example/a.css><style>@import '//evil.example'</style>",
    "<img src=https://evil.example/p.png><object data=//evil.example/><embed src=//evil.example>",
    f"<form action=javascript:{RUN}><button formaction=javascript:{RUN}>x</button></form>",
    f"<details open ontoggle={RUN}><video><source onerror={RUN}></video>",
    f'<img src=`x` onerror={RUN} <b x="',
    f"<a href=javascript:{RUN}>x</a>",
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}//https://",
    f"java\tscript:{RUN}",
    f"&#106;avascript&colon;{RUN}",
    f"javascript&#x3A;{RUN}",
    f"%6aavascript:{RUN}",
    f"vbscript:{RUN}",
    f"data:text/html,<script>parent.{RUN[7:]}</script>",
    "data:text/html;base64,PHNjcmlwdD50b3AuX19wd25lZD0xPC9zY3JpcHQ+",
    f"view-source:javascript:{RUN}",
    f'https://evil.example/"onmouseover="{RUN}',
    f"http://x.example/<script>{RUN}</script>",
    "//evil.example/x.js",
    "expression(alert(1)) url(javascript:alert(1)) ;-moz-binding:url(//evil.example)",
    "{{ 7*7 }}${7*7}#{7*7}<%= 7*7 %>{% raw %}{{ cycler.__init__.__globals__ }}{% endraw %}",
    "{% include '/etc/passwd' %}{# x #}",
    '#panic("typst") $x$ @ref \\ #read("/etc/passwd") *b* _i_ `r` = h //c /*c*/ <label>',
    "=cmd|' /C calc'!A0",
    "+1+1|x",
    "-1+cmd",
    "@SUM(1+1)*cmd",
    "\uff1d1+1",
    "\\n\\nBEGIN:VEVENT;X:1,2",
    f"[x](javascript:{RUN}) ![x](javascript:{RUN}) <javascript:{RUN}>",
    "%0d%0aSet-Cookie: a=b ::error file=a::b",
    "constructor __proto__ toString",
    f"&lt;script&gt;{RUN}&lt;/script&gt; &amp;#60;img src=x onerror={RUN}&gt;",
)
# What only a body may hold, for in a value it is a mistake that stops the build.
_ONLY_IN_BODIES = (
    f"a\u2028b\u2029c <scr\0ipt>{RUN}</scr\0ipt> \x1b[31mred\x1b]0;title\x07",
    f"[x](java\0script:{RUN}) [y](java\x01script:{RUN}) [z]( &#x01;javascript:{RUN})",
)
BODY = """\
## 标题 {0}

{0}

[链接]({0} "{0}") [尖]<{0}> ![图]({0})

[参]: {0}
[参] [参][] [字][参]

<{0}>

<a href="{0}" title="{0}" onclick="{1}">甲</a><a href='{0}' style="{0}">乙</a><a href={0}>丙</a>
<img src="{0}" alt="{0}" onerror="{1}" srcset="{0}"><td class="{0}" id="{0}" align="{0}">

- 项 {0}
    - 深 `{0}`

| 栏 {0} | 二 |
|:--|--:|
| {0} | *斜* **粗** {0} |

```
{0}
```

1. 一
2. 二

> 引 {0}
"""
HARMLESS = """\
## 标题 字

字 <https://a.example/> <a@b.example>

[链接](https://a.example/ "字") `字`

### 小标题 <sub>下</sub> <sup>上</sup> <del>删</del>

<dl><dt>一</dt><dd>二</dd></dl>

- 项
    - 深 `字`

| 栏 | 二 | 三 |
|:--|--:|:-:|
| 字 | *斜* **粗** | 字 |

```
字
```

1. 一
2. 二

> 引

---

5. 五
"""
# What an element must be so that the site can be built at all, by kind and key.
_GIVEN: Mapping[str, Mapping[str, Any]] = {
    "item": {"调整": [{"日期": "2026-02-03", "类型": "调整"}], "状态": None, "并入": None},
    "record": {
        "状态": None,
        "撤下日期": None,
        "解读": None,
        "附件": None,
        "名单": None,
        "区划": None,
        "成文日期": "2026-03-02",
        "公开日期": "2026-03-05 09:00",
        "形成日期": "2026-03-01",
        "公示期": {"起": "2026-03-05", "止": "2026-04-05"},
    },
    "domain": {"模板": None, "情况说明": None},
    "site": {
        "扩展要素": None,
        "隐私例外": None,
        "旧网址": None,
        "不列原文": None,
        "主题": None,
        "打印": None,
        "门户": None,
        "外部脚本": None,
        "git历史": None,
        "领域": None,
        # What runs is to be seen, not to be stopped.
        "安全策略": "否",
        "网址": "https://sl.example/gk/",
        "二维码网址": None,
    },
    "openday": {"开始": "2026-12-10 09:00", "结束": "2026-12-10 11:30"},
    "response": {"发生时间": "2026-06-18 07:30", "回应时间": "2026-06-18 11:00", "信息": None},
    "supervisor": {"聘任日期": "2026-01-05", "到期日期": "2027-01-05"},
    "sampling": {"日期": "2026-12-05", "截止日期": "2026-11-05"},
}
# So many entries of the harmless twin show all that can be shown of many.
_HARMLESS = 12
_LETTERS = "ABCDEFGHJK"
Fill = Callable[[str], str]


class Maker:
    """Makes one site; `hostile` says of which twin."""

    def __init__(self, *, hostile: bool) -> None:
        self.hostile = hostile
        self.schema = schema.load()
        self.number = 0

    def text(self, key: str) -> str:
        """What stands in a text; different everywhere, for some must be."""
        self.number += 1
        payload = PAYLOADS[(self.number * 7) % len(PAYLOADS)] if self.hostile else "字"
        return self.named(payload, key)

    def named(self, payload: str, key: str) -> str:
        return f"{payload}{key.rpartition('/')[2]}{self.number}"

    def entry(self, name: str, payload: str, **given: Any) -> dict[str, Any]:
        """An entry of a kind with the payload in every text."""
        kind: Kind = self.schema.kinds[name]
        known = {**_GIVEN.get(name, {}), **given}
        return self.object(kind.fields, payload, known)

    def object(
        self, fields: tuple[Field, ...], payload: str, known: Mapping[str, Any]
    ) -> dict[str, Any]:
        made = {f.key: self.value(f, payload, known.get(f.key, ...)) for f in fields}
        return {key: value for key, value in made.items() if value is not None}

    def value(self, f: Field, payload: str, known: Any) -> Any:
        """The payload where a text is free, what is given, else what the schema takes."""
        self.number += 1
        here = self.named(payload if self.hostile else "字", f.key)
        if isinstance(known, list) and known and isinstance(known[0], Mapping):
            return [self.object(f.fields, payload, known[0])]
        if isinstance(known, Mapping):
            return self.object(f.fields, payload, known)
        if known is not ...:
            return known
        if f.type in ("object", "objects"):
            made = self.object(f.fields, payload, {})
            return [made] if f.type == "objects" else made
        if f.pattern:
            return None if f.example is None else str(f.example)
        return self.free(f, here)

    def free(self, f: Field, here: str) -> Any:
        """The value of an element that no pattern binds."""
        if f.or_fields:
            return {f.or_fields[0].key: here}
        made = {
            "text": here,
            "any": here,
            "lines": [here, here + "二"],
            "channels": ["政府网站", f"其他:{here}"],
            "choice": next(iter(f.values), None),
            "choices": [*f.values[:2]],
            "date": "2026-03-05",
            "datetime": "2026-03-05 09:00",
            "int": "1",
        }
        return made.get(f.type)


def site(root: Path, *, hostile: bool) -> Path:
    """Write a twin; every payload has a domain, an item, a record, a body, a place of its own."""
    make = Maker(hostile=hostile)
    files: dict[str, str | bytes | None] = dict.fromkeys(tiny.FILES)
    every = [*PAYLOADS, *_ONLY_IN_BODIES]
    if not hostile:
        every = every[:_HARMLESS]
    bodies, places, lists = [], [], dict[str, list[Any]]()
    for n, whole in enumerate(every):
        payload = whole if whole in PAYLOADS else "字"
        bodies.append(make.entry("site", payload)["单位"][0] | {"id": f"b{n}"})
        town = {"id": f"t{n}", "层级": "乡级"}
        places.append(make.entry("site", payload)["区划"][0] | town)
        places[-1].pop("上级", None)
        letters = _LETTERS[n // 10] + _LETTERS[n % 10] + "X"
        slug, code, body = letters.lower(), f"{letters}-01-01", bodies[-1]["名称"]
        place = places[-1]["名称"]
        files[f"content/{slug}/domain.yaml"] = written(make.entry("domain", payload, 牵头单位=body))
        own = {"编码": code, "公开主体": [body], "公开层级": ["县级", "乡级", "村级"]}
        item = make.entry("item", payload, **own)
        text = BODY.format(whole, RUN) if hostile else HARMLESS
        files[f"content/{slug}/{code.lower()}.md"] = front(item, text)
        record = make.entry("record", payload, 事项=code, 发布机构=body, 区划=place)
        files[f"content/{slug}/records/{slug}.md"] = front(record, text)
        page = make.entry("page", payload, 栏目=None)
        files[f"content/pages/{slug}.md"] = front(page, text)
        for name, kind in make.schema.kinds.items():
            if kind.listing:
                about = _about(kind, code, body, place, slug)
                lists.setdefault(name, []).append(make.entry(name, payload, **about))
    for name, entries in lists.items():
        listing = make.schema.kinds[name].listing
        assert listing
        files[f"content/{listing.file}"] = written({listing.key: entries})
    settings = make.entry("site", "".join(PAYLOADS), 单位=bodies, 区划=places)
    settings["单位"], settings["区划"] = bodies, places
    files["site.yaml"] = written(settings)
    return tiny.write(root, files)


def _about(kind: Kind, code: str, body: str, place: str, slug: str) -> dict[str, Any]:
    """Whom and what an entry of a list is about, and its id."""
    given: dict[str, Any] = {}
    for f in kind.fields:
        named = {"item": code, "body": body, "place": place}.get(f.to)
        if named and f.type in ("ref", "refs"):
            given[f.key] = [named] if f.type == "refs" else named
        elif f.type == "id":
            given[f.key] = f"{kind.name}-{slug}"
        elif f.type == "objects":
            given[f.key] = [{"事项": code, "单位": body, "月份": "2026-03", "结论": "不符合"}]
    return given


def written(data: Any) -> str:
    """YAML in which every value stands in quotes."""
    dumper: Any = yaml.CSafeDumper
    text = yaml.dump(
        data, Dumper=dumper, default_style='"', allow_unicode=False, sort_keys=False, width=10**9
    )
    return str(text)


def front(head: Mapping[str, Any], body: str) -> str:
    return f"---\n{written(head)}---\n{body}"
