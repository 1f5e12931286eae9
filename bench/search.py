"""Measure the search: build, bytes, time, recall, order. `python bench/search.py 2000 10000`.

Needs Linux (memory is read from /proc) and Chromium. The pages are made up from a vocabulary of
official terms with a skewed choice, as real ones are; the same number gives the same pages.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import math
import random
import resource
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from os import PathLike
from pathlib import Path
from typing import Any, Self

import pagefind_bin  # type: ignore[import-untyped]
from playwright.sync_api import Browser, sync_playwright

from gongkai_ssg.search import SearchPage, build_index, searchable_blocks
from gongkai_ssg.search.fold import parts, runs

ROOT = Path(__file__).parents[1]
DOMAINS = (
    "征地补偿 拆迁安置 保障性住房 农村危房改造 扶贫救灾 社会救助 义务教育 医疗卫生 "
    "财政预决算 环境保护 食品药品监管 户籍管理 涉农补贴"
).split()
STEMS = (
    "征收 土地 补偿 安置 房屋 住房 保障 危房 改造 救灾 救助 低保 特困 临时 教育 "
    "招生 学区 医疗 卫生 防疫 财政 预算 决算 采购 环境 监测 排污 处罚 食品 药品 "
    "抽检 经营 许可 户籍 迁移 居住 身份 涉农 补贴 农机 耕地 地力 保护 公益 林木 "
    "生态 移民 搬迁 产业 扶持 项目 资金 使用 分配 审计 监督 检查 结果 公告 公示 "
    "听证 复议 诉讼 申请 受理 审核 审批 确认 登记 变更 注销 备案 评估 鉴定 测绘 "
    "勘测 界址 面积 标准 等级 对象 范围 条件 材料 程序 时限 依据 主体 渠道 层级 "
    "方式 内容 要素 指南 目录 清单 台账 档案 报告 方案 计划 规划 意见 通知 办法 "
    "条例 细则 规定 决定 政策 解读 答复 咨询 投诉 举报 反馈 整改 落实 责任 考核"
).split()
HEADS = "县 乡 镇 村 街道 社区 居民 村民 农户 家庭 学校 医院 企业 单位 部门 机构 窗口 中心".split()
LINKS = (
    "应当 可以 不得 按照 根据 依照 经由 以及 或者 并且 对于 关于 自 由 在 向 为 "
    "与 及 的 内 起 后 前 等 之日"
).split()
LAWS = (
    "《中华人民共和国政府信息公开条例》（国务院令第711号） 《中华人民共和国土地管理法》 "
    "《社会救助暂行办法》（国务院令第649号） 国发〔2004〕28号 国办发〔2019〕54号 民发〔2021〕57号 "
    "GB/T 9704—2012 GB/T 32939—2016"
).split(" ")
NAMES = "赵王李陈刘杨㐂堃𬭚淼喆昇翀"
FILTERS = ("领域", "层级", "主体", "区划", "年份", "类型")


class Pages:
    """`count` pages of about `size` characters."""

    def __init__(self, count: int, size: int) -> None:
        self.count = count
        self.size = size
        rng = random.Random(7)
        self.words = [a + b for a in STEMS for b in rng.sample(STEMS, 9)] + STEMS + HEADS
        rng.shuffle(self.words)
        self.weights = [1 / (rank + 12) for rank in range(len(self.words))]
        self.places = [f"{a}{b}{c}" for a in "上下东西南北" for b in "湾岔塬坪沟营" for c in "村镇"]
        self.bodies = [f"县{a}{b}局" for a, b in pairwise(STEMS)][:40]

    def __iter__(self) -> Iterator[SearchPage]:
        """Give the pages one by one; they are never all in memory."""
        return (self._page(number) for number in range(self.count))

    def _sentence(self, rng: random.Random) -> str:
        chosen = rng.choices(self.words, self.weights, k=rng.randrange(3, 9))
        text = "".join(word + (rng.choice(LINKS) if rng.random() < 0.5 else "") for word in chosen)
        extra = rng.random()
        if extra < 0.12:
            text += f"，依据{rng.choice(LAWS)}"
        elif extra < 0.2:
            text += f"，电话0000-8000{rng.randrange(1000):03}"
        elif extra < 0.3:
            text += f"，金额{rng.randrange(100, 99999)}元，{rng.randrange(1, 61)}个工作日"
        elif extra < 0.36:
            text += f"，联系人{rng.choice(NAMES)}{rng.choice(NAMES)}"
        return text

    def _page(self, number: int) -> SearchPage:
        rng = random.Random(number)
        domain, place = rng.choice(DOMAINS), rng.choice(self.places)
        title = f"{place}{domain}{''.join(rng.choices(self.words, self.weights, k=2))}"
        date = f"{rng.randrange(2018, 2027)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
        cells = [(f"{stem}", self._sentence(rng)) for stem in rng.sample(STEMS, 6)]
        text, length = [], 0
        while length < self.size - 250:
            paragraph = "。".join(self._sentence(rng) for _ in range(rng.randrange(2, 5))) + "。"
            text.append(paragraph)
            length += len(paragraph)
        return SearchPage(
            address=f"r/page-{number:05}/",
            html=_html(title, cells, text),
            title=title,
            meta={"编码": f"ZD-{number:05}", "领域": domain, "日期": date},
            filters={
                "领域": (domain,),
                "层级": rng.choice((("县级",), ("乡级",), ("县级", "乡级"))),
                "主体": (rng.choice(self.bodies),),
                "区划": (place,),
                "年份": (date[:4],),
                "类型": (rng.choice(("事项", "信息")),),
            },
            date=date,
        )


def _html(title: str, cells: list[tuple[str, str]], text: list[str]) -> str:
    menu = "".join(
        f'<li><a href="../../{n}/index.html">{name}</a></li>' for n, name in enumerate(DOMAINS)
    )
    rows = "".join(f'<tr><th scope="row">{a}</th><td>{b}</td></tr>' for a, b in cells)
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="stylesheet" href="../../static/site.css"></head><body><header><nav><ul>{menu}'
        f'</ul></nav></header><main data-pagefind-body><h1>{title}</h1><table class="facts">{rows}'
        f'</table><div class="body">{"".join(f"<p>{line}</p>" for line in text)}</div></main>'
        f"<footer><p>示例县人民政府办公室</p></footer></body></html>"
    )


@dataclass
class Texts:
    """The truth about the pages: title and folded text of each."""

    titles: list[str]
    texts: list[str]

    def gains(self, query: str) -> dict[int, float]:
        """How good an answer each page is: in the title 3, and up to 2 by how often in the text."""
        wanted = parts(query)
        found = {}
        for number, text in enumerate(self.texts):
            if all(part in text for part in wanted):
                titled = all(part in self.titles[number] for part in wanted)
                times = sum(text.count(part) for part in wanted) / len(wanted)
                found[number] = 3 * titled + 2 * times / (times + 2)
        return found


def queries(texts: Texts, rng: random.Random) -> list[str]:
    """156 queries of the kinds that people type."""
    some = "\n".join(rng.sample(texts.texts, 200))
    lines = [line for line in some.split("\n") if len(line) > 9]

    def piece(low: int, high: int) -> str:
        line, length = rng.choice(lines), rng.randrange(low, high)
        start = rng.randrange(max(len(line) - length, 1))
        return line[start : start + length]

    titles = rng.sample(texts.titles, 20)
    return [
        *rng.sample(STEMS, 30),
        *("".join(rng.sample(STEMS, 2)) for _ in range(12)),
        *DOMAINS[:8],
        *(piece(2, 9) for _ in range(40)),
        *(title[:8] for title in titles[:10]),
        *(f"{rng.choice(STEMS)} {rng.choice(STEMS)}" for _ in range(14)),
        *"县征补的村㐂堃𬭚喆元",
        *("国发〔2004〕28号", "国办发[2019]54号", "54号", "704", "GB/T 9704", "gbt32939", "711",
          "0000-8000123", "8000", "2012", "28", "民发〔2021〕57号"),
        *("GB/T 9704 标准", "国务院令第711号 公示", "㐂堃", "李𬭚", "翀昇", "联系人赵"),
        *("区块链", "不存在的词", "甲骨文", "zzz", "㐂㐂㐂", "征地补偿征地补偿", "9999999",
          "政策龘", "人工智能", "春节晚会", "abc", "公示公示公示", "股票", "电影票"),
    ]  # fmt: skip


class Memory:
    """The peak of what this process and its children hold together, in MB."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._done = threading.Event()

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._watch)
        self._start = self._now()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        self.peak -= self._start

    def _watch(self) -> None:
        while not self._done.wait(0.02):
            self.peak = max(self.peak, self._now())

    @staticmethod
    def _now() -> float:
        listing = Path("/proc/self/task")
        children = [c for t in listing.iterdir() for c in (t / "children").read_text().split()]
        pages = 0
        for process in ["self", *children]:
            try:
                pages += int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
            except (FileNotFoundError, ProcessLookupError, IndexError):
                continue
        return pages * resource.getpagesize() / 1e6


def _cpu() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _timed(work: Callable[[], Any]) -> dict[str, float]:
    cpu, wall = _cpu(), time.perf_counter()
    with Memory() as memory:
        work()
    return {
        "seconds": time.perf_counter() - wall,
        "cpu": _cpu() - cpu,
        "peak MB more": memory.peak,
    }


def _write(folder: Path, files: Iterator[tuple[str, bytes]]) -> None:
    for path, content in files:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def build(folder: Path, pages: Pages, jobs: int) -> dict[str, Any]:
    """The index, and plain Pagefind over the same HTML beside it."""
    made = list(pages)
    ours = _timed(lambda: _write(folder / "pagefind", build_index(made, jobs)))
    for page in made:
        target = folder / page.address / "index.html"
        target.parent.mkdir(parents=True)
        target.write_text(page.html, encoding="utf-8")
    command = [str(pagefind_bin.get_executable()), "--site", str(folder), "--output-path",
               str(folder / "plain")]  # fmt: skip
    plain = _timed(lambda: subprocess.run(command, check=True, capture_output=True))
    extract = time.perf_counter()
    for page in made[:500]:
        searchable_blocks(page.html)
    extract = (time.perf_counter() - extract) / len(made[:500])
    kinds: dict[str, int] = {}
    for file in (folder / "pagefind").rglob("*"):
        if file.is_file():
            kinds[file.suffix] = kinds.get(file.suffix, 0) + file.stat().st_size
    return {
        "ours": ours,
        "plain": plain,
        "cpu ratio": ours["cpu"] / plain["cpu"],
        "time ratio": ours["seconds"] / plain["seconds"],
        "extraction ms a page": extract * 1000,
        "MB on disk": {kind: round(size / 1e6, 2) for kind, size in sorted(kinds.items())},
        "shards": len(list((folder / "pagefind/index").iterdir())),
    }


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer waits 40 ms for an acknowledgement

    def guess_type(self, path: str | PathLike[str]) -> str:
        """Know modules even where the machine's list of types does not."""
        return "text/javascript" if str(path).endswith(".js") else super().guess_type(path)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _one(browser: Browser, url: str, query: str) -> dict[str, Any]:
    """The first query on a fresh page with an empty cache."""
    tab = browser.new_page()
    tab.goto(url)
    answer: dict[str, Any] = tab.evaluate(
        """async (q) => {
            const start = performance.now();
            const first = await window.gongkaiSearch(q);
            const ms = performance.now() - start;
            const sizes = {};
            for (const {name, encodedBodySize} of performance.getEntriesByType('resource')) {
                const kind = name.split('?')[0].split('.').pop();
                sizes[kind] = (sizes[kind] || 0) + encodedBodySize;
            }
            // Once more by a new copy of the script, from memory: what the script itself takes.
            const kept = new Map();
            for (const {name} of performance.getEntriesByType('resource')) {
                kept.set(name.split('?')[0], await (await fetch(name)).arrayBuffer());
            }
            window.fetch = async (url) => {
                const bytes = kept.get(new URL(url, location.href).href.split('?')[0]);
                return {ok: true, arrayBuffer: async () => bytes};
            };
            await new Promise((done) => {
                const anew = document.createElement('script');
                anew.src = '../static/search.js?anew';
                anew.onload = done;
                document.head.append(anew);
            });
            const again = performance.now();
            await window.gongkaiSearch(q);
            return {ms, script: performance.now() - again, sizes, total: first.total};
        }""",
        query,
    )
    tab.close()
    return answer


def _every(browser: Browser, url: str, wanted: list[str]) -> list[list[int]]:
    """The numbers of all results of each query."""
    tab = browser.new_page()
    tab.goto(url)
    found: list[list[int]] = tab.evaluate(
        """async (queries) => {
            const {find} = window.gongkaiSearch.inside;
            const found = [];
            for (const query of queries) found.push(await find(query));
            return found;
        }""",
        wanted,
    )
    tab.close()
    return found


def _best(tries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {**tries[0], **{key: min(one[key] for one in tries) for key in ("ms", "script")}}


def _dcg(gains: list[float]) -> float:
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


def _spread(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {
        "mean": round(statistics.mean(ordered), 1),
        "p50": round(ordered[len(ordered) // 2], 1),
        "p95": round(ordered[int(len(ordered) * 0.95)], 1),
        "max": round(ordered[-1], 1),
    }


def ask(folder: Path, texts: Texts, repeat: int) -> dict[str, Any]:
    """The queries in a browser, each on a fresh page, against the truth."""
    wanted = queries(texts, random.Random(3))
    handler = functools.partial(_Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/search/index.html"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            _one(browser, url, wanted[0])  # the first page of a browser pays for the browser
            rounds = [[_one(browser, url, query) for query in wanted] for _ in range(repeat)]
            everything = _every(browser, url, wanted)
            browser.close()
        server.shutdown()
    firsts = [_best(tries) for tries in zip(*rounds, strict=True)]
    return _judge(wanted, firsts, everything, texts)


def _judge(
    wanted: list[str], firsts: list[dict[str, Any]], everything: list[list[int]], texts: Texts
) -> dict[str, Any]:
    missed, false, ndcg = {}, {}, []
    for query, first, numbers in zip(wanted, firsts, everything, strict=True):
        gains = texts.gains(query)
        found = set(numbers)
        if found - gains.keys() or first["total"] != len(found):
            false[query] = len(found - gains.keys())
        if gains.keys() - found:
            missed[query] = len(gains.keys() - found)
        if gains:
            best = _dcg(sorted(gains.values(), reverse=True)[:10])
            ndcg.append(_dcg([gains.get(number, 0) for number in numbers[:10]]) / best)
    sizes = [first["sizes"] for first in firsts]
    postings = [size.get("pf_index", 0) / 1e3 for size in sizes]
    return {
        "queries": len(wanted),
        "with results": len(ndcg),
        "missed": missed,
        "false": false,
        "nDCG@10": round(statistics.mean(ndcg), 4),
        "kB table": round((sizes[0]["pf_meta"] + sizes[0]["json"]) / 1e3, 1),
        "kB postings": _spread(postings),
        "kB table and postings": _spread(
            [p + (s["pf_meta"] + s["json"]) / 1e3 for p, s in zip(postings, sizes, strict=True)]
        ),
        "kB texts of the first 20": _spread([s.get("pf_fragment", 0) / 1e3 for s in sizes]),
        "ms first": _spread([first["ms"] for first in firsts]),
        "ms script": _spread([first["script"] for first in firsts]),
        "kB search.js": round(sizes[0].get("js", 0) / 1e3, 1),
        "dearest": sorted(zip(postings, wanted, strict=True), reverse=True)[:5],
        "slowest": sorted(
            ((f["script"], q) for f, q in zip(firsts, wanted, strict=True)), reverse=True
        )[:5],
    }


def main() -> None:
    """Measure each number of pages and print one JSON document a number."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=int, nargs="+")
    parser.add_argument("--size", type=int, default=620, help="characters a page")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=1, help="first queries; the best time counts")
    parser.add_argument("--build-only", action="store_true")
    options = parser.parse_args()
    for count in options.pages:
        pages = Pages(count, options.size)
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            measured: dict[str, Any] = {"pages": count}
            # The index numbers pages by date, then from the last address back.
            by_number = sorted(pages, key=lambda page: page.address, reverse=True)
            by_number.sort(key=lambda page: page.date)
            blocks = [searchable_blocks(page.html) for page in by_number]
            texts = ["\n".join(runs("\n".join(some))) for some in blocks]
            measured["characters a page"] = round(statistics.mean(map(len, texts)))
            measured["kB of text a page"] = round(
                statistics.mean(len("".join(some).encode()) for some in blocks) / 1e3, 2
            )
            measured["build"] = build(folder, pages, options.jobs)
            if not options.build_only:
                (folder / "search").mkdir()
                (folder / "search/index.html").write_text(
                    "<!doctype html><meta charset=utf-8><p>search", encoding="utf-8"
                )
                (folder / "static").mkdir()
                script = (ROOT / "themes/default/static/search.js").read_bytes()
                (folder / "static/search.js").write_bytes(script)
                titles = ["".join(runs(page.title)) for page in by_number]
                measured["search"] = ask(folder, Texts(titles, texts), options.repeat)
            print(json.dumps(measured, ensure_ascii=False, indent=1), flush=True)


if __name__ == "__main__":
    main()
