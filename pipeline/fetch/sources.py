"""`sources.toml`: the documents that are to be had, by address, board and year."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SHA256 = re.compile(r"[0-9a-f]{64}")
FORMATS = ("pdf", "txt")
FIRST_YEAR, LAST_YEAR = 1990, 2100


class BadSources(Exception):
    """The list cannot be used; the message says which entry, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document: where it is, what it is, and the SHA-256 that it must have if that is known."""

    url: str
    board: str
    year: int
    sha256: str | None = None
    format: str = "pdf"

    @property
    def name(self) -> str:
        """What its files are called in `raw/`, without suffix: from this list alone, never from the server."""
        return f"{_plain(self.board)}-{self.year}"


@dataclass(frozen=True, slots=True)
class Sources:
    """The whole list, and the hosts from which documents may come without encryption."""

    documents: tuple[Source, ...]
    plain_hosts: frozenset[str] = frozenset()

    def allows(self, url: str) -> bool:
        """Whether an address may be asked: https, or http from a host that the list names."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        if not parts.hostname or parts.username or parts.password:
            return False
        return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in self.plain_hosts)


def sources_of(path: Path) -> Sources:
    """The list in a file. Raises BadSources, OSError."""
    try:
        stored = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSources(f"{path} is no TOML ({error}): mend it there") from error
    _only(stored, {"plain_hosts", "document"}, str(path))
    hosts, entries = stored.get("plain_hosts", []), stored.get("document", [])
    if not isinstance(hosts, list) or not all(isinstance(host, str) for host in hosts):
        raise BadSources(f'{path}: plain_hosts is no list of names: write plain_hosts = ["files.example.org"]')
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadSources(f"{path}: document is no list of tables: begin each with [[document]]")
    documents = tuple(_source(entry, f"{path}, document {number}") for number, entry in enumerate(entries, start=1))
    sources = Sources(documents, frozenset(host.lower() for host in hosts))
    _check(sources, path)
    return sources


def _source(entry: Mapping[str, Any], where: str) -> Source:
    _only(entry, {field.name for field in fields(Source)}, where)
    for name, kind in (("url", str), ("board", str), ("year", int)):
        if not isinstance(entry.get(name), kind) or entry[name] == "":
            raise BadSources(f"{where}: {name} is missing, or is no {'number' if kind is int else 'text'}")
    source = Source(**entry)
    if not FIRST_YEAR <= source.year <= LAST_YEAR:
        raise BadSources(f"{where}: year {source.year} is none between {FIRST_YEAR} and {LAST_YEAR}")
    if source.sha256 is not None and not (isinstance(source.sha256, str) and SHA256.fullmatch(source.sha256)):
        raise BadSources(
            f"{where}: sha256 is not 64 digits of 0-9 and a-f: give what `sha256sum` prints, or leave it out"
        )
    if source.format not in FORMATS:
        raise BadSources(f"{where}: format {source.format!r} is none of {', '.join(FORMATS)}")
    if not _plain(source.board):
        raise BadSources(f"{where}: board {source.board!r} has no letters to name a file by")
    return source


def _check(sources: Sources, path: Path) -> None:
    seen: dict[str, Source] = {}
    for source in sources.documents:
        if not sources.allows(source.url):
            raise BadSources(
                f"{path}: {source.url} is no https address: use one, or name its host in plain_hosts if it is your own"
            )
        if seen.setdefault(source.name, source) is not source:
            raise BadSources(f"{path}: {source.board} {source.year} is listed twice: keep one of the two")


def _only(given: Mapping[str, Any], known: set[str], where: str) -> None:
    """A misspelt key would be passed over without a word."""
    for name in given.keys() - known:
        raise BadSources(f"{where}: {name} is not known; known are {', '.join(sorted(known))}")


def _plain(text: str) -> str:
    """`Hägersten-Älvsjö stadsdelsnämnd` as `hagersten-alvsjo-stadsdelsnamnd`."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
