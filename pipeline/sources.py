"""`sources.toml`: the expected documents by board, year and kind, where they are, and which files are approved as them.

If an entry gives a sha256 or a host, a file is approved if it has these bytes or was fetched from there.
"""

from __future__ import annotations

import datetime
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from contracts.document import DOCUMENT_TYPES
from pipeline.raw_files import printable

SHA256 = re.compile(r"[0-9a-f]{64}")
FILE = "sources.toml"
# The subfolder of `raw/` with the state of its fetched files; runs skip it.
FETCHED = ".fetch"
PLAN = "verksamhetsplan"
FORMATS = ("pdf", "txt")
PORTS = {"http": 80, "https": 443}
TEXT_SUFFIXES = (".txt", ".text")
FIRST_YEAR, LAST_YEAR = 1990, 2100
NEEDED = ("board", "year")
TYPES: dict[str, type] = {
    "board": str,
    "year": int,
    "url": str,
    "sha256": str,
    "format": str,
    "kind": str,
    "period": str,
    "due": datetime.date,
    "host": str,
}
WORDS: dict[type, str] = {str: "text", int: "number", datetime.date: "day, written as 2026-12-20 without quotes"}


class BadSources(OSError):
    """The list cannot be used; the message says which entry, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document: what it is, where it is (empty: users put it into `raw/`), and the SHA-256 it must have.

    `kind` is a `document_type`, `period` the part of the year (`T1`), `due` the day by which it is expected; `host`
    binds it to files that were fetched from there.
    """

    url: str
    board: str
    year: int
    sha256: str | None = None
    format: str = "pdf"
    kind: str = PLAN
    period: str | None = None
    due: datetime.date | None = None
    host: str | None = None

    @property
    def name(self) -> str:
        """The name of its files in `raw/`, without suffix; it comes only from this list, never from the server."""
        parts = [self.board, str(self.year), *([self.kind] if self.kind != PLAN else []), self.period or ""]
        return "-".join(_plain(part) for part in parts if part)


@dataclass(frozen=True, slots=True)
class Sources:
    """The whole list, and the hosts (`files.internal`, `files.internal:8080`) that may be used without encryption."""

    documents: tuple[Source, ...] = ()
    plain_hosts: frozenset[str] = frozenset()

    def allows(self, url: str) -> bool:
        """Whether an address may be used: https, or http on a listed host."""
        try:
            parts = urlsplit(url)
            port = port_of(url)
        except ValueError:
            return False
        if not parts.hostname or parts.username or parts.password:
            return False
        if parts.scheme == "https":
            return True
        named = {f"{parts.hostname}:{port}"} | ({parts.hostname} if port == PORTS["http"] else set())
        return parts.scheme == "http" and not named.isdisjoint(self.plain_hosts)

    def allows_redirect(self, source: Source, url: str) -> bool:
        """Whether a redirect to this address is allowed: never to another port or kind of file."""
        if not self.allows(url):
            return False
        parts = urlsplit(url)
        usual = port_of(url) == PORTS[parts.scheme]
        becomes_text = source.format != "txt" and parts.path.lower().endswith(TEXT_SUFFIXES)
        return (usual or port_of(url) == port_of(source.url)) and not becomes_text


def sources_of(path: Path) -> Sources:
    """The list in a file. Raises BadSources, OSError."""
    try:
        stored = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSources(f"{path} is not valid TOML ({error}): correct it there") from error
    _only(stored, {"plain_hosts", "document"}, str(path))
    hosts, entries = stored.get("plain_hosts", []), stored.get("document", [])
    if not isinstance(hosts, list) or not all(isinstance(host, str) for host in hosts):
        raise BadSources(f'{path}: plain_hosts is not a list of names: write plain_hosts = ["files.example.org"]')
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadSources(f"{path}: document is not a list of tables: start each entry with [[document]]")
    documents = tuple(_source(entry, f"{path}, document {number}") for number, entry in enumerate(entries, start=1))
    sources = Sources(documents, frozenset(host.lower() for host in hosts))
    _check(sources, path)
    return sources


def beside(warehouse: Path) -> Path:
    """The default path of a warehouse's list."""
    return warehouse.with_name(FILE)


def listed(path: Path) -> tuple[Source, ...]:
    """The documents on a list; none if there is no list. Raises BadSources, OSError."""
    try:
        return sources_of(path).documents
    except FileNotFoundError:
        return ()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A fetched file in `raw/`: its sha256, the host it came from, the name of its source."""

    sha256: str
    host: str
    name: str


@dataclass(frozen=True, slots=True)
class Expected:
    """A document on the list, and the sha256 of the file last fetched for it."""

    source: Source
    fetched_sha256: str | None = None


def expected(sources: Iterable[Source], fetched: Iterable[Fetched]) -> tuple[Expected, ...]:
    """Each document of a list, with what was fetched for it."""
    by_name = {file.name: file.sha256 for file in fetched}
    return tuple(Expected(source, by_name.get(source.name)) for source in sources)


def fetched_files(raw: Path) -> list[Fetched]:
    """The recorded files fetched into `raw`, the newest version of each."""
    found = []
    for path in sorted((raw / FETCHED).glob("*.json")):
        try:
            known = json.loads(path.read_text(encoding="utf-8"))
            found.append(Fetched(str(known["sha256"]), urlsplit(known["url"]).hostname or "", path.stem))
        except (OSError, ValueError, KeyError, TypeError):  # incomplete: it will be fetched again
            continue
    return found


def _source(entry: Mapping[str, Any], where: str) -> Source:
    _only(entry, {field.name for field in fields(Source)}, where)
    for name in (*NEEDED, *entry):
        value, kind = entry.get(name), TYPES[name]
        if not isinstance(value, kind) or isinstance(value, (bool, datetime.datetime)) or value == "":
            raise BadSources(f"{where}: {name} is missing or is not a {WORDS[kind]}")
    source = Source(**{"url": "", **entry})
    if not FIRST_YEAR <= source.year <= LAST_YEAR:
        raise BadSources(f"{where}: year {source.year} is not between {FIRST_YEAR} and {LAST_YEAR}")
    if source.sha256 is not None and not (isinstance(source.sha256, str) and SHA256.fullmatch(source.sha256)):
        raise BadSources(
            f"{where}: sha256 is not 64 digits of 0-9 and a-f: give what `sha256sum` prints, or leave it out"
        )
    if source.format not in FORMATS:
        raise BadSources(f"{where}: format {source.format!r} is not one of {', '.join(FORMATS)}")
    if source.kind not in DOCUMENT_TYPES:
        raise BadSources(f"{where}: kind {source.kind!r} is not one of {', '.join(DOCUMENT_TYPES)}")
    if source.host is not None and source.url and source.host != urlsplit(source.url).hostname:
        raise BadSources(f"{where}: host is {source.host}, and url leads to another: name one host in both")
    if not _plain(source.board):
        raise BadSources(f"{where}: board {source.board!r} has no letters to name a file by")
    return source


def _check(sources: Sources, path: Path) -> None:
    seen: dict[str, Source] = {}
    for source in sources.documents:
        if source.url and not sources.allows(source.url):
            raise BadSources(
                f"{path}: {shown(source.url)} is no https address, or bears a password: use an https address without, "
                "or name its host, with its port if that is not 80, in plain_hosts if it is your own"
            )
        if seen.setdefault(source.name, source) is not source:
            what = " ".join([source.board, str(source.year), *([source.kind] if source.kind != PLAN else [])])
            raise BadSources(f"{path}: {what} is listed twice: remove one of them")


def _only(given: Mapping[str, Any], known: set[str], where: str) -> None:
    """A misspelt key would otherwise be silently ignored."""
    for name in given.keys() - known:
        raise BadSources(f"{where}: {name} is not known: use {', '.join(sorted(known))}")


def port_of(url: str) -> int | None:
    """The port of an address. Raises ValueError for an invalid one."""
    parts = urlsplit(url)
    return parts.port or PORTS.get(parts.scheme)


def shown(url: str) -> str:
    """An address for display, without any user name and password, and without characters that could move the cursor or
    reverse text."""
    return printable(re.sub(r"(?<=://)[^/?#]*@", "…@", url))


def _plain(text: str) -> str:
    """`Hägersten-Älvsjö stadsdelsnämnd` as `hagersten-alvsjo-stadsdelsnamnd`."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
