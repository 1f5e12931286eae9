"""The sites of a workspace, built by the workers of a Dask cluster on this machine."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tiny

from gongkai_ssg import cli
from gongkai_ssg.workspace import executors
from tests.whole.test_workspace import CATALOG, DAY, WRONG, Build, county, hashes, listed, run

__all__ = ["run"]  # a fixture
try:
    import distributed
except ImportError:  # the tests are collected and skipped, so that the list of files is whole
    distributed = None
# What Dask and its own requirements warn of is theirs.
pytestmark = [
    pytest.mark.cluster,
    pytest.mark.filterwarnings("default"),
    pytest.mark.skipif(distributed is None, reason="the extra `cluster` is not installed"),
]
COUNTIES = ("jia", "yi", "bing", "ding", "wu")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers, each a process that does one thing at a time."""
    how = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": ":0"}
    with distributed.LocalCluster(**how) as running:
        yield running


def test_the_workers_of_a_cluster_build_the_same_sites(
    cluster: Any, run: Build, tmp_path: Path
) -> None:
    for name in COUNTIES:
        tiny.write(tmp_path / name, county(f"{name}县", f"{name} 的一段话"))
        alone = shutil.copytree(tmp_path / name, tmp_path / "alone" / name)
        assert cli._run(["build", "-q", "-s", str(alone), *DAY]) == 0
    tiny.write(tmp_path / "wu", {CATALOG: WRONG})
    folders = ", ".join(f"{{文件夹: {name}}}" for name in COUNTIES)
    (tmp_path / "province.yaml").write_text(f"名称: 示例市\n站点: [{folders}]\n", "utf-8")
    code, said = run("--scheduler", cluster.scheduler_address)
    assert code == 1
    assert "5 个站点: 生成 4 个，没有生成 1 个" in said
    assert "  wu/content/shjz/catalog.yaml:11:9 GK104 " in said
    assert [address for address, _ in listed(tmp_path)] == list(COUNTIES[:4])
    for name in COUNTIES[:4]:
        assert hashes(tmp_path / "public" / name) == hashes(tmp_path / "alone" / name / "public")
    # A worker imports what it is asked to run, and nothing else of ours.
    with distributed.Client(cluster.scheduler_address) as client:
        built = client.run(eval, "'gongkai_ssg.build' in __import__('sys').modules")
    assert list(built.values()) == [True, True]


def test_the_same_order_again_is_done_again(cluster: Any) -> None:
    """Dask would give the result of before for the same function of the same values."""
    with executors.cluster(cluster.scheduler_address) as executor:
        given = [executor.submit(time.time_ns) for _ in range(2)]
        assert given[0].result() != given[1].result()


def test_a_cluster_that_does_not_answer_is_said(
    run: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.write(tmp_path / "jia", county("甲县", "一段话"))
    (tmp_path / "province.yaml").write_text("名称: 市\n站点: [{文件夹: jia}]\n", "utf-8")
    monkeypatch.setattr(executors, "_SECONDS_TO_ANSWER", 1)
    for address in ("tcp://127.0.0.1:1", "nonsense://x"):
        code, said = run("--scheduler", address)
        assert code == 2
        assert re.search(f"连不上集群 {address}；", said)
    with distributed.LocalCluster(n_workers=0, dashboard_address=":0") as empty:
        code, said = run("--scheduler", empty.scheduler_address)
    assert code == 2
    assert f"里没有工作进程；先运行 dask worker {empty.scheduler_address}" in said
    assert not (tmp_path / "public/jia").exists()
