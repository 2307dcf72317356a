"""Partial downloads, their state, and moving complete ones into `raw/`.

All of it is in a subfolder of `raw/` whose name begins with a dot, which runs skip.
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
    """The state of a source: its address, what its server said about the version we have, and its SHA-256."""

    url: str
    etag: str | None
    modified: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Begun:
    """The version that an interrupted download is part of."""

    url: str
    etag: str
    whole: int | None


class Inbox:
    """Brings the bytes of one source into `raw/`."""

    def __init__(self, raw: Path, source: Source) -> None:
        self._raw, self._source = raw, source
        self.partial = raw / FETCHED / f"{source.name}.partial"
        # The address, version and total size of the partial download, without which it cannot be resumed.
        self._validator = raw / FETCHED / f"{source.name}.partial.etag"
        self._known = raw / FETCHED / f"{source.name}.json"

    def known(self) -> Known | None:
        """The version we have, if its file still exists, has this address, and is what the list wants."""
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
        """How many bytes have been downloaded already, and of which version (a strong ETag)."""
        began = self._began()
        try:
            size = self.partial.stat().st_size
        except OSError:
            return 0, None
        fits = began is not None and (began.whole is None or size < began.whole)
        return (size, began.etag) if began and fits else (0, None)

    @property
    def whole(self) -> int | None:
        """The total size of the download in progress, if its server said so."""
        return began.whole if (began := self._began()) else None

    def is_of(self, answer: httpx.Response) -> bool:
        """Whether a response is for the version of the partial download."""
        began = self._began()
        return began is not None and answer.headers.get("ETag", began.etag) == began.etag

    def _began(self) -> Begun | None:
        try:
            begun = Begun(**json.loads(self._validator.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return begun if begun.url == self._source.url else None

    def begin(self, etag: str | None, whole: int | None) -> None:
        """Starts a new download of this version; it can only be resumed if the version can be identified."""
        self.partial.parent.mkdir(exist_ok=True)
        self.drop()
        if etag and not etag.startswith("W/"):
            told = json.dumps(asdict(Begun(self._source.url, etag, whole)))
            self._validator.write_text(told, encoding="utf-8")

    def drop(self) -> None:
        """Discards a download."""
        self.partial.unlink(missing_ok=True)
        self._validator.unlink(missing_ok=True)

    def digest(self) -> str:
        """The SHA-256 of what was downloaded."""
        return _digest(self.partial)

    def accept(self, etag: str | None, modified: str | None) -> Path:
        """Moves the download into `raw/` under a free name, and records it; nothing is ever overwritten.

        The first version gets the plain name; later ones have the start of their SHA-256 in the name.
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
                os.link(self.partial, path)  # unlike a rename, it fails if the file exists
            except FileExistsError:
                continue
            to_disk(self._raw)
            return path
        return self._of(sha256)

    def remember(self, known: Known) -> None:
        """Records the version we have from now on."""
        beside = self._known.with_suffix(".new")
        beside.write_text(json.dumps(asdict(known), indent=1) + "\n", encoding="utf-8")
        beside.replace(self._known)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
