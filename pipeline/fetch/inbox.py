"""Where downloads wait, what is remembered of them, and how a whole one gets into `raw/`.

All of it lies in a folder of `raw/` that begins with a dot, which a run passes over.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

from pipeline.durable import to_disk
from pipeline.sources import FETCHED, Source

DIGEST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a source: its address, what its server said of the version held, and that one's SHA-256."""

    url: str
    etag: str | None
    modified: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Begun:
    """What a download that broke off is a part of."""

    url: str
    etag: str
    whole: int | None


class Inbox:
    """The way of one source's bytes into `raw/`."""

    def __init__(self, raw: Path, source: Source) -> None:
        self._raw, self._source = raw, source
        self.partial = raw / FETCHED / f"{source.name}.partial"
        # Which address and version the partial bytes are of, and how many it has: else they cannot be gone on with.
        self._validator = raw / FETCHED / f"{source.name}.partial.etag"
        self._known = raw / FETCHED / f"{source.name}.json"

    def known(self) -> Known | None:
        """What is held already, if that file is still there, is still of this address, and is what the list wants."""
        try:
            known = Known(**json.loads(self._known.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        wanted = self._source.sha256 or known.sha256
        return known if known.url == self._source.url and known.sha256 == wanted == self._digest_held(wanted) else None

    def holds(self, sha256: str) -> bool:
        """Whether these bytes are in `raw/`."""
        return self._digest_held(sha256) == sha256

    def _digest_held(self, sha256: str) -> str | None:
        for path in (self._plain, self._of(sha256)):
            if path.is_file() and _digest(path) == sha256:
                return sha256
        return None

    @property
    def _plain(self) -> Path:
        return self._raw / f"{self._source.name}.{self._source.format}"

    def _of(self, sha256: str) -> Path:
        return self._plain.with_stem(f"{self._source.name}-{sha256[:DIGEST_SHOWN]}")

    def began(self) -> tuple[int, str | None]:
        """How many bytes of a download are there already, and of which version (a strong ETag)."""
        began = self._began()
        try:
            size = self.partial.stat().st_size
        except OSError:
            return 0, None
        fits = began is not None and (began.whole is None or size < began.whole)
        return (size, began.etag) if began and fits else (0, None)

    @property
    def whole(self) -> int | None:
        """How many bytes the download that was begun is to have, if its server said so."""
        return began.whole if (began := self._began()) else None

    def is_of(self, answer: httpx.Response) -> bool:
        """Whether an answer is of the version that was begun."""
        began = self._began()
        return began is not None and answer.headers.get("ETag", began.etag) == began.etag

    def _began(self) -> Begun | None:
        try:
            begun = Begun(**json.loads(self._validator.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return begun if begun.url == self._source.url else None

    def begin(self, etag: str | None, whole: int | None) -> None:
        """Makes room for a new download of this version; only one that can be told apart can be resumed."""
        self.partial.parent.mkdir(exist_ok=True)
        self.drop()
        if etag and not etag.startswith("W/"):
            told = json.dumps(asdict(Begun(self._source.url, etag, whole)))
            self._validator.write_text(told, encoding="utf-8")

    def drop(self) -> None:
        """Forgets a download."""
        self.partial.unlink(missing_ok=True)
        self._validator.unlink(missing_ok=True)

    def digest(self) -> str:
        """The SHA-256 of what was downloaded."""
        return _digest(self.partial)

    def accept(self, etag: str | None, modified: str | None) -> Path:
        """Puts the download into `raw/` under a name that is free, and remembers it; nothing is ever overwritten.

        The first version has the plain name; another one has the beginning of its SHA-256 in it.
        """
        sha256 = self.digest()
        to_disk(self.partial)
        held = self._plain if self._plain.is_file() and _digest(self._plain) == sha256 else self._put(sha256)
        self.remember(Known(self._source.url, etag, modified, sha256))
        self.drop()
        return held

    def _put(self, sha256: str) -> Path:
        for path in (self._plain, self._of(sha256)):
            try:
                os.link(self.partial, path)  # unlike a rename it fails where there is a file
            except FileExistsError:
                continue
            to_disk(self._raw)
            return path
        return self._of(sha256)

    def remember(self, known: Known) -> None:
        """What is held from now on."""
        beside = self._known.with_suffix(".new")
        beside.write_text(json.dumps(asdict(known), indent=1) + "\n", encoding="utf-8")
        beside.replace(self._known)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
