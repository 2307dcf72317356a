"""What Tjut is made of: `python -m tests.support.supply audit|sbom|notice`; see the Makefile.

`audit` ends with status 0 where the lock has no known vulnerability, 1 where it has, 3 where that could not be asked.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.places import ROOT

LOCK, NOTICE, SBOM = ROOT / "requirements.lock", ROOT / "NOTICE", ROOT / "build" / "sbom.cdx.json"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)((?:.*\\\n)*.*)", re.MULTILINE)
OF_SOME_PYTHONS = re.compile(r"^([A-Za-z0-9._-]+)==(\S+) ; python_full_version", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
NONE_KNOWN, VULNERABLE, NOT_ASKED = 0, 1, 3
HEAD = """Tjut
Copyright: see LICENSE (MIT)

What Tjut needs when it runs is installed beside it and not copied into it. Each package has its licence with it; this
list is made of what they say of themselves (`make notice`).

"""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A package of the lock."""

    name: str
    version: str
    hashes: tuple[str, ...]


def locked(lock: Path = LOCK) -> list[Pinned]:
    """All packages of the lock, by name."""
    found = PINNED.findall(lock.read_text(encoding="utf-8"))
    return [Pinned(canonicalize_name(name), version, tuple(HASH.findall(rest))) for name, version, rest in found]


def audit(asked: dict[str, Any] | None, trouble: str) -> tuple[int, list[str]]:
    """The status, and what to print, of what pip-audit answered; None where it gave no answer, with what it said."""
    if asked is None:
        return NOT_ASKED, [f"could not be asked: {trouble}", "nothing is known of the lock's vulnerabilities"]
    packages = asked["dependencies"]
    known = [
        f"{one['name']} {one['version']}: {bug['id']}, mended in {', '.join(bug['fix_versions']) or 'no version yet'}"
        for one in packages
        for bug in one.get("vulns", ())
    ]
    unasked = [f"{one['name']}: {one['skip_reason']}" for one in packages if "skip_reason" in one]
    told = [f"could not be asked of {len(unasked)} packages: {unasked[0]}"] if unasked else []
    if known:
        return VULNERABLE, [f"{len(known)} known vulnerabilities", *known, *told]
    if unasked or not packages:
        return NOT_ASKED, told or ["could not be asked: the lock is empty"]
    return NONE_KNOWN, [f"no known vulnerabilities in {len(packages)} packages"]


def _asked() -> tuple[dict[str, Any] | None, str]:
    with tempfile.NamedTemporaryFile(suffix=".json") as answer:
        given = ["--requirement", LOCK, "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
        done = subprocess.run(
            [sys.executable, "-m", "pip_audit", *given, "--format", "json", "--output", answer.name],
            capture_output=True,
            text=True,
            check=False,
        )
        try:
            return json.loads(Path(answer.name).read_bytes()), ""
        except ValueError:
            said = done.stderr.strip().splitlines() or [f"pip-audit ended with status {done.returncode}"]
            return None, said[-1]


def sbom() -> str:
    """The lock as a CycloneDX bill of materials: the same text for the same lock."""
    from cyclonedx.model import HashAlgorithm, HashType
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output.json import JsonV1Dot6
    from packageurl import PackageURL

    packages = locked()
    bom = Bom(
        serial_number=uuid5(NAMESPACE_URL, LOCK.read_text(encoding="utf-8")),
        components=[
            Component(
                type=ComponentType.LIBRARY,
                name=one.name,
                version=one.version,
                purl=(purl := PackageURL("pypi", name=one.name, version=one.version)),
                bom_ref=str(purl),
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in one.hashes],
            )
            for one in packages
        ],
    )
    told = json.loads(JsonV1Dot6(bom).output_as_string())
    told["metadata"].pop("timestamp", None)
    return json.dumps(told, indent=1, sort_keys=True) + "\n"


def notice() -> str:
    """NOTICE: what the installed project needs when it runs, each with its version and licence. What the lock has for
    other Pythons only stays as it was written there."""
    held = {f"{name} {distribution(name).version}": licence(distribution(name)) for name in needed()}
    elsewhere = {f"{canonicalize_name(name)} {version}" for name, version in OF_SOME_PYTHONS.findall(LOCK.read_text())}
    kept = {package: told for package, told in noticed().items() if package in elsewhere}
    return HEAD + "".join(f"{package}: {told}\n" for package, told in sorted({**kept, **held}.items()))


def noticed() -> dict[str, str]:
    """The licences in NOTICE, by package with its version."""
    return dict(line.split(": ", 1) for line in NOTICE.read_text(encoding="utf-8").split("\n\n")[-1].splitlines())


def needed() -> list[str]:
    """The names of all packages that the installed project needs when it runs, on this Python."""
    return sorted(set(_needed("tjut", ("",), set())))


def _needed(name: str, extras: Iterable[str], seen: set[tuple[str, str]]) -> Iterator[str]:
    """The names of all packages that a package with some extras needs here; an empty extra is the package alone."""
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        other = canonicalize_name(requirement.name)
        if requirement.marker and not any(requirement.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        new = {extra for extra in ("", *requirement.extras) if (other, extra) not in seen}
        seen |= {(other, extra) for extra in new}
        try:
            distribution(other)
        except PackageNotFoundError:
            continue
        yield other
        if new:
            yield from _needed(other, new, seen)


def licence(held: Distribution) -> str:
    """What a package says of its licence: the expression, else its classifiers, else the first line of the text."""
    told = held.metadata
    if expression := told.get("License-Expression"):
        return str(expression)
    classifiers = [
        line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or () if line.startswith("License")
    ]
    text = str(told.get("License") or "").strip().splitlines()
    return ", ".join(classifiers) or (text[0] if text else "see its own files")


def main(arguments: list[str]) -> int:
    """Does what the first argument says; gives back the status."""
    match arguments:
        case ["audit"]:
            status, told = audit(*_asked())
            print("\n".join(told))
            return status
        case ["sbom"]:
            SBOM.parent.mkdir(exist_ok=True)
            SBOM.write_text(sbom(), encoding="utf-8")
            print(f"{SBOM.relative_to(ROOT)}: {len(locked())} packages")
        case ["notice"]:
            NOTICE.write_text(notice(), encoding="utf-8")
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
