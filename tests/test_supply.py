"""What Tjut is made of: licences are those of the lock, the bill of materials is whole, and the audit tells apart."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

import pytest

from tests.support import supply

NOTICE = "after each change of the lock: make notice"


def test_notice_has_each_package_that_is_needed_as_it_is_locked() -> None:
    pinned = {(one.name, one.version) for one in supply.locked()}
    told = supply.noticed()
    assert {tuple(name.split()) for name in told} <= pinned, NOTICE
    here = set(supply.needed())  # another Python needs some more or some fewer
    assert {f"{name} {version(name)}" for name in here if (name, version(name)) in pinned} <= told.keys(), NOTICE
    assert len(told) > 80
    assert "see its own files" not in told.values()


def test_the_bill_of_materials_has_the_lock_with_its_hashes() -> None:
    told = json.loads(supply.sbom())
    assert told["bomFormat"] == "CycloneDX"
    components = {(one["name"], one["version"]): one for one in told["components"]}
    assert components.keys() == {(one.name, one.version) for one in supply.locked()}
    assert all(one["hashes"] for one in components.values())
    assert supply.sbom() == supply.sbom()


def package(**told: Any) -> dict[str, Any]:
    return {"dependencies": [{"name": "one", "version": "1", **told}]}


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        (package(vulns=[]), 0, "no known vulnerabilities in 1 packages"),
        (package(vulns=[{"id": "CVE-1", "fix_versions": ["2"]}]), 1, "one 1: CVE-1, mended in 2"),
        (package(vulns=[{"id": "CVE-1", "fix_versions": []}]), 1, "one 1: CVE-1, mended in no version yet"),
        (package(skip_reason="not found"), 3, "could not be asked of 1 packages: one: not found"),
        ({"dependencies": []}, 3, "could not be asked: the lock is empty"),
        (None, 3, "could not be asked: no route to host"),
    ],
)
def test_an_audit_that_could_not_ask_is_no_good_news(asked: dict[str, Any] | None, status: int, said: str) -> None:
    ended, told = supply.audit(asked, "no route to host")
    assert ended == status
    assert said in told
