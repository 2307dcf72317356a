"""The list of documents to fetch: what it may say, and where a server may send one on to."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.sources import BadSources, Source, Sources, shown, sources_of

ENTRY = '[[document]]\nurl = "https://example.org/a.pdf"\nboard = "Farsta"\nyear = 2026\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[document", "is not valid TOML"),
        ("document = 3", "document is not a list of tables"),
        ("plain_hosts = 3", "plain_hosts is not a list of names"),
        (ENTRY + "sha = 'x'", "document 1: sha is not known: use board, due, format, host, kind, period,"),
        (ENTRY + "sha256 = 'x'", "document 1: sha256 is not 64 digits"),
        (ENTRY + "format = 'exe'", "format 'exe' is not one of pdf, txt"),
        (ENTRY.replace("2026", "26"), "year 26 is not between"),
        (ENTRY.replace("2026", "'2026'"), "year is missing or is not a number"),
        (ENTRY.replace('"Farsta"', '"../.."'), "has no letters to name a file by"),
        (ENTRY.replace("https", "http"), "http://example.org/a.pdf is no https address"),
        (ENTRY.replace("https://example.org", "https://["), "is no https address"),
        (ENTRY + ENTRY.replace("a.pdf", "b.pdf"), "Farsta 2026 is listed twice"),
    ],
)
def test_a_list_that_cannot_be_used_is_told(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadSources) as bad:
        sources_of(path)
    assert said in str(bad.value)


def test_without_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    missing = CliRunner().invoke(cli, ["fetch"])
    assert missing.exit_code == 2
    assert "there is no list of documents at sources.toml" in missing.output


@pytest.mark.parametrize(
    ("location", "allowed"),
    [
        ("https://example.org/a.pdf", True),
        ("https://example.org:443/a.pdf", True),
        ("https://example.org:8443/a.pdf", False),
        ("https://example.org/a.txt", False),
        ("https://user:secret@example.org/a.pdf", False),
        ("http://files.internal:8080/b.pdf", True),
        ("http://files.internal:8081/b.pdf", False),
        ("http://files.internal/b.pdf", False),
        ("http://127.0.0.1:4200/api", False),
    ],
)
def test_where_a_server_may_send_one_on_to(location: str, allowed: bool) -> None:
    source = Source("http://files.internal:8080/a.pdf", "Farsta", 2026)
    assert Sources((source,), frozenset({"files.internal:8080"})).allows_redirect(source, location) == allowed


def test_a_plain_host_without_a_port_is_asked_at_the_usual_one_alone() -> None:
    sources = Sources((), frozenset({"files.internal"}))
    assert sources.allows("http://files.internal/a.pdf")
    assert sources.allows("http://files.internal:80/a.pdf")
    assert not sources.allows("http://files.internal:4200/a.pdf")


@pytest.mark.parametrize("sign", ["\x1b", "\x9b", "\u202e", "\u200b"])
def test_an_address_that_a_server_sends_on_to_cannot_move_a_cursor(sign: str) -> None:
    assert shown(f"https://me:secret@example.org/{sign}a.pdf").isprintable()
    assert shown("https://me:secret@example.org/åäö.pdf") == "https://…@example.org/åäö.pdf"


def test_a_password_in_an_address_is_not_printed(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(
        '[[document]]\nurl = "https://me:secret@example.org/a.pdf"\nboard = "Farsta"\nyear = 2026\n'
    )
    with pytest.raises(BadSources) as caught:
        sources_of(tmp_path / "sources.toml")
    assert "secret" not in str(caught.value)
    assert "example.org" in str(caught.value)
