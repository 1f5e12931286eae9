"""What a release is made of: locked by hash, its licences known, the same bytes twice."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import licences  # noqa: E402

import locks  # noqa: E402

# Where a lock must hold: each system with the oldest and the newest Python that we name.
SYSTEMS = (("win32", "Windows", "nt"), ("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"))
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def environments() -> Iterator[dict[str, str]]:
    for sys_platform, system, os_name in SYSTEMS:
        for version in PYTHONS:
            known = {"sys_platform": sys_platform, "platform_system": system, "os_name": os_name}
            known |= {"python_version": version, "python_full_version": f"{version}.0", "extra": ""}
            yield {**{k: str(v) for k, v in default_environment().items()}, **known}


def name_of(need: Requirement) -> str:
    return re.sub(r"[-_.]+", "-", need.name).lower()


def applies(marker: str, environment: dict[str, str]) -> bool:
    need = Requirement(f"x ; {marker}") if marker else None
    return need is None or need.marker is None or need.marker.evaluate(environment)


def below(one: locks.Locked) -> list[Requirement]:
    """What a package needs, where just this version is installed; else nobody knows it here."""
    if licences.installed(one) is None:
        return []
    return [Requirement(need) for need in metadata.requires(one.name) or []]


# ------------------------------------------------------------------------------- locks


@pytest.mark.parametrize("name", locks.EXTRAS)
def test_every_file_of_a_locked_package_has_a_hash(name: str) -> None:
    for one in locks.locked(name).values():
        assert one.hashes, one.name
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", digest) for digest in one.hashes)


@pytest.mark.parametrize("name", locks.EXTRAS)
def test_a_lock_names_no_index_and_no_machine(name: str) -> None:
    text = (ROOT / "locks" / f"{name}.txt").read_text("utf-8")
    assert not re.search(r"://|file:|index-url|find-links|/(?:work|opt|tmp|home)/", text)


@pytest.mark.parametrize("name", locks.EXTRAS)
def test_a_lock_has_what_pyproject_asks_for(name: str) -> None:
    known = locks.locked(name)
    for need in map(Requirement, locks.wanted(locks.EXTRAS[name])):
        assert need.specifier.contains(known[name_of(need)].version), need


@pytest.mark.parametrize("name", ["site", "cluster"])
def test_a_lock_has_what_those_need_on_every_system(name: str) -> None:
    known = locks.locked(name)
    for environment in environments():
        there = {one.name: one for one in known.values() if applies(one.marker, environment)}
        for one in there.values():
            for need in below(one):
                if need.marker is None or need.marker.evaluate(environment):
                    version = there[name_of(need)].version
                    assert need.specifier.contains(version, prereleases=True), (one.name, need)


def test_the_larger_locks_have_the_same_versions() -> None:
    site, cluster, release = (set(locks.locked(name).values()) for name in locks.EXTRAS)
    assert {(one.name, one.version) for one in site} <= {(one.name, one.version) for one in cluster}
    assert {(one.name, one.version) for one in cluster} <= {(o.name, o.version) for o in release}


@pytest.mark.parametrize(
    "line", ["click==8.5.1", "click", "--index-url x", "click==8.5.1 \\\n    --hash=md5:"]
)
def test_a_line_without_a_hash_is_no_lock(line: str) -> None:
    with pytest.raises(ValueError, match=re.escape(line.partition("\n")[0])):
        locks.read(f"# a lock\n{line}\n")


# ---------------------------------------------------------------------------- licences


def test_all_licences_are_known_and_allowed() -> None:
    assert list(licences.problems()) == []


def test_the_page_of_licences_is_up_to_date() -> None:
    assert licences.page() == licences.PAGE.read_text("utf-8")


def test_a_new_dependency_needs_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    more = {**locks.locked("cluster"), "pytest": locks.Locked("pytest", "8.3", "", ("sha256:0",))}
    monkeypatch.setattr(locks, "locked", lambda _: more)
    assert list(licences.problems()) == ["pytest: no row in docs/licences.md"]


@pytest.mark.parametrize(
    ("expression", "is_allowed"),
    [
        ("MIT", True),
        ("GPL-3.0-or-later", False),
        ("MIT OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", True),
        ("(MIT AND LGPL-2.1-only) OR AGPL-3.0-only", False),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("Apache-2.0 WITH Commons-Clause", False),
        ("", False),
        ("MIT OR", False),
        ("MIT AND", False),
        ("MIT MIT", False),
        ("(MIT", False),
        ("UNKNOWN", False),
    ],
)
def test_which_licences_are_allowed(expression: str, *, is_allowed: bool) -> None:
    assert licences.allowed(expression) == is_allowed


def about(**lines: str) -> metadata.PackageMetadata:
    from email.message import Message

    message = Message()
    for key, value in lines.items():
        message[key.replace("_", "-")] = value
    return message  # type: ignore[return-value]


@pytest.mark.parametrize(
    "lines",
    [
        {"License": "GPLv3"},
        {"License": "BSD"},
        {"License_Expression": "AGPL-3.0-only"},
        {"License": "Copyright\nAll rights reserved"},
        {"Classifier": "License :: OSI Approved :: BSD License"},
        {},
    ],
)
def test_words_that_nobody_has_read_are_no_licence(lines: dict[str, str]) -> None:
    with pytest.raises(licences.UnclearError):
        licences.licence("new", about(**lines))


def test_the_crates_in_a_wheel_are_read_from_its_own_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crates = [
        {"name": "cssparser", "licenses": [{"license": {"id": "MPL-2.0"}}]},
        {"name": "ammonia", "licenses": [{"expression": "MIT OR Apache-2.0"}]},
        {"name": "closed", "licenses": [{"license": {"name": "All rights reserved"}}]},
        {"name": "unsaid"},
    ]
    about = tmp_path / "crated-1.0.dist-info"
    (about / "sboms").mkdir(parents=True)
    (about / "METADATA").write_text("Name: crated\nVersion: 1.0\nLicense: MIT\n", "utf-8")
    (about / "RECORD").write_text("crated-1.0.dist-info/sboms/a.cyclonedx.json,,\n", "utf-8")
    bom = json.dumps({"components": crates})
    (about / "sboms" / "a.cyclonedx.json").write_text(bom, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = dict(licences.crates("crated"))
    assert {name for name, words in found.items() if licences.allowed(words)} == {
        "ammonia",
        "cssparser",
    }
    one = locks.Locked("crated", "1.0", "", ())
    monkeypatch.setattr(locks, "locked", lambda _: {"crated": one})
    monkeypatch.setattr(licences, "rows", lambda: {"crated": ("MIT", "")})
    monkeypatch.setattr(licences, "CARRIED", {})
    assert [problem.partition(":")[0] for problem in licences.problems()] == [
        "crated, in it closed",
        "crated, in it unsaid",
    ]


# ------------------------------------------------------------------------- the release


def test_two_builds_are_the_same_to_the_byte(tmp_path: Path) -> None:
    made = []
    for number, zone in enumerate(("UTC", "Asia/Shanghai")):
        folder = tmp_path / str(number)
        command = [sys.executable, "-m", "build", "--no-isolation", "-o", str(folder), str(ROOT)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1790000000", "TZ": zone}
        umask = 0o077 if number else 0o022
        subprocess.run(command, check=True, capture_output=True, env=environment, umask=umask)
        files = sorted(folder.iterdir())
        made.append({p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files})
    assert len(made[0]) == 2
    assert made[0] == made[1]


def test_the_supported_pythons_are_those_of_the_project() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    supported = SpecifierSet(project["requires-python"])
    assert all(supported.contains(version) for version in PYTHONS)
