"""A run that is asked for through the server stays where the service says."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.roots import OutOfBounds, assert_within


def test_places_lie_below_a_root_links_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_within([Path("/etc")], "tcp://anywhere:1")  # nothing is set up: all works
    home, other = tmp_path / "home", tmp_path / "home.other"
    home.mkdir()
    other.mkdir()
    (home / "link").symlink_to(other)
    monkeypatch.setenv("TJUT_ROOTS", f"{home}:{tmp_path / 'archive'}")
    assert_within([home / "raw", home / "warehouse.duckdb", tmp_path / "archive"], None)
    for place in (other / "raw", home / "link" / "raw", home / ".." / "raw", Path("/etc")):
        with pytest.raises(OutOfBounds, match="is not inside any of"):
            assert_within([place], None)


def test_only_a_listed_cluster_gets_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TJUT_ROOTS", str(tmp_path))
    with pytest.raises(OutOfBounds, match="is not listed in TJUT_CLUSTERS"):
        assert_within([tmp_path], "tcp://evil.example:8786")
    monkeypatch.setenv("TJUT_CLUSTERS", "tcp://one:8786, tcp://two:8786")
    assert_within([tmp_path], "tcp://two:8786")
