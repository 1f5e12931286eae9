"""The bill of materials of a release (CycloneDX 1.6, JSON): what is in it, under which licence.

Its serial number comes from the files of the release and its time from the caller: the same release
has the same bill. Needs `.[release]`; scripts/release.py calls it.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tomllib
import uuid
from collections.abc import Iterable
from datetime import datetime
from importlib import metadata
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import licences  # noqa: E402

import locks  # noqa: E402

_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")


class InvalidError(Exception):
    """The bill is not what CycloneDX's schema wants: a mistake of ours."""


def bill(files: Iterable[Path], moment: datetime) -> str:
    """The bill of these files and of all that `locks/cluster.txt` names.

    Raises:
        InvalidError: where it is not valid by CycloneDX's own schema.
    """
    ours = [_file(path) for path in sorted(files)]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    root = Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref=project["name"],
        purl=PackageURL("pypi", None, project["name"], project["version"]),
        licenses=[LicenseExpression(project["license"])],
        components=ours,
    )
    known = locks.locked("cluster")
    parts = {name: _component(one) for name, one in known.items()}
    bom = Bom(components=parts.values())
    bom.metadata.component = root
    bom.metadata.timestamp = moment
    digests = " ".join(sorted(h.content for one in ours for h in one.hashes))
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_OID, digests)
    wanted = _names(locks.wanted(locks.EXTRAS["cluster"]))
    bom.register_dependency(root, [parts[name] for name in known if name in wanted])
    for name, part in parts.items():
        needs = _names(_requirements(name))
        bom.register_dependency(part, [parts[other] for other in known if other in needs])
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong is not None:
        raise InvalidError(str(wrong))
    return text + "\n"


def _file(path: Path) -> Component:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    hashes = [HashType(alg=HashAlgorithm.SHA_256, content=digest)]
    return Component(name=path.name, type=ComponentType.FILE, bom_ref=path.name, hashes=hashes)


def _component(one: locks.Locked) -> Component:
    """A locked package: each of its files has a hash, and one of them is what was installed."""
    site = locks.locked("site")
    expression, more = licences.rows()[one.name]
    carried = re.search(r"\(([^()]+)\)$", more.strip())
    whole = f"({expression}) AND ({carried[1]})" if carried else expression
    return Component(
        name=one.name,
        version=one.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"{one.name}=={one.version}",
        scope=ComponentScope.REQUIRED if one.name in site else ComponentScope.OPTIONAL,
        purl=PackageURL("pypi", None, one.name, one.version),
        licenses=[LicenseExpression(whole)],
        hashes=[
            HashType(alg=HashAlgorithm.SHA_256, content=digest.removeprefix("sha256:"))
            for digest in one.hashes
        ],
    )


def _requirements(name: str) -> list[str]:
    """What a package says that it needs; what this Python needs not is not installed, either."""
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []


def _names(requirements: Iterable[str]) -> set[str]:
    """The packages in requirements that no extra of theirs asks for."""
    plain = (need for need in requirements if "extra ==" not in need)
    found = (_NAME.match(need) for need in plain)
    return {re.sub(r"[-_.]+", "-", one[0]).lower() for one in found if one}
