"""The same content, ledger, day and version give the same bytes, wherever they are made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import elsewhere
import pytest
from elsewhere import Machine

PLAIN = Machine(variables={"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"})
PERSON = {"USER": "办事员", "LOGNAME": "clerk", "USERNAME": "办事员", "COMPUTERNAME": "PC-1"}
EAST = {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", **PERSON}
# The locale's own encoding, not UTF-8.
OLD = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
LOCALES = ["C", "POSIX", "C.UTF-8", "zh_CN.GBK", "zh_CN.UTF-8", "tr_TR.UTF-8"]
PYTHONS = ["python3.11", "python3.12", "python3.13", "python3.14"]


def locale(name: str, folder: Path) -> dict[str, str]:
    """Variables of a locale, which is made where the machine can make it."""
    if name in ("C", "POSIX", "C.UTF-8"):
        return {**OLD, "LC_ALL": name, "LANG": name}
    language, encoding = name.split(".")
    if not shutil.which("localedef"):
        pytest.skip("no localedef")
    made = ["localedef", "-f", encoding, "-i", language, str(folder / name)]
    if subprocess.run(made, capture_output=True, check=False).returncode > 1:
        pytest.skip(f"this machine has no {name}")
    return {**OLD, "LC_ALL": name, "LANG": name, "LOCPATH": str(folder)}


def python(name: str) -> str:
    """An interpreter of that version with gongkai's dependencies, from GONGKAI_PYTHONS."""
    if name == "python{}.{}".format(*sys.version_info):
        return sys.executable
    for folder in os.environ.get("GONGKAI_PYTHONS", "").split(os.pathsep):
        if folder and (Path(folder) / name).is_file():
            return str(Path(folder) / name)
    pytest.skip(f"no {name} with the dependencies in GONGKAI_PYTHONS")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return elsewhere.small_county(tmp_path_factory.mktemp("county") / "site")


@pytest.fixture(scope="module")
def plain(county: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    made = elsewhere.made(county, tmp_path_factory.mktemp("plain"), PLAIN, elsewhere.ALL)
    for ending in (".html", ".pdf", ".xlsx", ".zip", ".ics", ".xml", ".csv", ".svg", ".js"):
        assert any(name.endswith(ending) for name in made), ending
    return made


def same(these: dict[str, bytes], those: dict[str, bytes]) -> None:
    assert these.keys() == those.keys()
    differ = [name for name, data in these.items() if those[name] != data]
    assert differ == []


def test_another_machine_makes_the_same(
    county: Path, plain: dict[str, bytes], tmp_path: Path
) -> None:
    """All at once: which of them it is, the slow tests tell."""
    other = Machine(
        folder="另一个 文件夹/site",
        variables={**EAST, **locale("C", tmp_path)},
        jobs=2,
        shuffled=True,
        other_zlib=True,
        umask=0o077,
        aged=True,
        without_lxml=True,
    )
    same(plain, elsewhere.made(county, tmp_path / "m", other, elsewhere.ALL))


DIFFERENCES = {
    "path": Machine(folder="很 长/" + "路" * 40),
    "seed": Machine(variables={"PYTHONHASHSEED": "1"}),
    "no seed": Machine(variables={"PYTHONHASHSEED": "random"}),
    "east": Machine(variables={"TZ": "Pacific/Kiritimati"}),
    "west": Machine(variables={"TZ": "America/Adak"}),
    "person": Machine(variables=PERSON),
    "two cores": Machine(jobs=2),
    "four cores": Machine(jobs=4),
    "order": Machine(shuffled=True),
    "another zlib": Machine(other_zlib=True),
    "umask": Machine(umask=0o077),
    "times": Machine(aged=True),
    "no lxml": Machine(without_lxml=True),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", DIFFERENCES)
def test_one_difference_makes_none(
    county: Path, plain: dict[str, bytes], tmp_path: Path, what: str
) -> None:
    same(plain, elsewhere.made(county, tmp_path / "m", DIFFERENCES[what], elsewhere.ALL))


@pytest.mark.slow
@pytest.mark.parametrize("name", LOCALES)
def test_every_locale_makes_the_same(
    county: Path, plain: dict[str, bytes], tmp_path: Path, name: str
) -> None:
    other = Machine(variables=locale(name, tmp_path))
    same(plain, elsewhere.made(county, tmp_path / "m", other, elsewhere.ALL))


@pytest.mark.slow
@pytest.mark.parametrize("name", PYTHONS)
def test_every_python_makes_the_same(
    county: Path, plain: dict[str, bytes], tmp_path: Path, name: str
) -> None:
    other = Machine(python=python(name), variables=EAST)
    same(plain, elsewhere.made(county, tmp_path / "m", other, elsewhere.ALL))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32" or os.getuid() != 0, reason="not root")
def test_another_user_makes_the_same(
    county: Path, plain: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = Path("/var/tmp") / tmp_path_factory.mktemp("user").name  # noqa: S108
    try:
        made = elsewhere.made(county, folder, Machine(user=65534), elsewhere.ALL)
    finally:
        shutil.rmtree(folder)
    same(plain, made)


@pytest.mark.slow
def test_a_province_is_the_same_elsewhere(tmp_path: Path) -> None:
    root = elsewhere.province(tmp_path / "p")
    other = Machine(
        folder="别处", variables={**EAST, **locale("zh_CN.GBK", tmp_path)}, jobs=2, shuffled=True
    )
    here = elsewhere.made(root, tmp_path / "a", PLAIN, elsewhere.PROVINCE)
    assert any(name.endswith("index.html") for name in here)
    same(here, elsewhere.made(root, tmp_path / "b", other, elsewhere.PROVINCE))


@pytest.mark.slow
@pytest.mark.parametrize("name", PYTHONS)
def test_the_sample_is_the_same_on_every_python(tmp_path: Path, name: str) -> None:
    root = tmp_path / "sample"
    for part in ("content", "published.yaml", "site.yaml"):
        copy = shutil.copytree if (elsewhere.HOUSE / part).is_dir() else shutil.copy
        root.mkdir(exist_ok=True)
        copy(elsewhere.HOUSE / part, root / part)
    other = Machine(folder="别处", variables=EAST, python=python(name), jobs=2, shuffled=True)
    here = elsewhere.made(root, tmp_path / "a", replace(PLAIN, jobs=2), [elsewhere.SITE])
    same(here, elsewhere.made(root, tmp_path / "b", other, [elsewhere.SITE]))
