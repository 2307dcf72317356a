"""Downloads one document: one connection, limits on time and size, resuming, and retries with growing pauses."""

from __future__ import annotations

import email.utils
import queue
import re
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import urljoin

import httpx

from pipeline.fetch.inbox import Inbox, Known
from pipeline.sources import Source, Sources, shown

TRIES = 4
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 60.0
REDIRECTS = 5
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
PDF_WITHIN = 1024
HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml)", re.IGNORECASE)
# What zlib calls gzip, and the number of bytes decompressed at once.
GZIP, PIECE = 31, 1 << 16
SEVERAL = "its server compresses it in several parts: give another address"
AGENT = "tjut (documents of city boards; one request at a time)"


class Fetched(StrEnum):
    """The result of fetching one source."""

    NEW = "new"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits: seconds without a byte, seconds for one document, and bytes of one document."""

    silence: float = 30.0
    seconds: float = 600.0
    file_bytes: int = 100_000_000


class Failed(Exception):
    """A document could not be fetched; the message says why and what to do."""


class _Passing(Exception):
    """A temporary failure, with the pause that the server asks for."""

    def __init__(self, why: str, pause: float | None = None) -> None:
        super().__init__(why)
        self.pause = pause


class Downloads:
    """Fetches documents one after the other over persistent connections; use it in a `with` block."""

    def __init__(
        self, sources: Sources, raw: Path, bounds: Bounds | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._sources, self._raw, self._bounds, self._sleep = sources, raw, bounds or Bounds(), sleep
        self._client = self._connections()

    def __enter__(self) -> Downloads:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def _connections(self) -> httpx.Client:
        return httpx.Client(
            timeout=self._bounds.silence,
            limits=httpx.Limits(max_connections=1),
            headers={"User-Agent": AGENT, "Accept-Encoding": "identity"},
            trust_env=False,
        )

    def fetch(self, source: Source) -> tuple[Fetched, Path | None]:
        """Downloads a document into `raw/` unless it is up to date; returns the new file.

        Raises Failed, OSError if `raw` cannot be written.
        """
        inbox = Inbox(self._raw, source)
        if source.sha256 and inbox.holds(source.sha256):
            return Fetched.UNCHANGED, None  # the list's sha256 matches: no request is needed
        pause = FIRST_PAUSE
        for left in reversed(range(TRIES)):
            try:
                return self._once(source, inbox)
            except (_Passing, httpx.TransportError) as trouble:
                if not left:
                    raise Failed(
                        f"{_why(trouble)}, {TRIES} times: try again later; what was downloaded is kept"
                    ) from trouble
                asked = trouble.pause if isinstance(trouble, _Passing) else None
                self._sleep(min(max(asked or 0.0, pause), LONGEST_PAUSE))
                pause *= 2
        raise AssertionError

    def _once(self, source: Source, inbox: Inbox) -> tuple[Fetched, Path | None]:
        known = inbox.known()
        size, etag = inbox.began()
        headers = {"Range": f"bytes={size}-", "If-Range": etag} if size and etag else _unless_changed(known)
        deadline = time.monotonic() + self._bounds.seconds
        answer = self._asked(source, headers, deadline)
        try:
            if answer.status_code == httpx.codes.NOT_MODIFIED and known:
                return Fetched.UNCHANGED, None
            if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                inbox.drop()
                raise _Passing("the partial download does not match what the server has now")
            self._receive(answer, inbox, size, deadline)
        finally:
            answer.close()
        return self._accepted(source, inbox, answer)

    def _asked(self, source: Source, headers: dict[str, str], deadline: float) -> httpx.Response:
        """The response after redirects; each address must follow the same rules as one on the list."""
        url = source.url
        for sent_on in range(REDIRECTS + 1):
            if not (self._sources.allows_redirect(source, url) if sent_on else self._sources.allows(url)):
                raise Failed(
                    f"it leads to {shown(url)}, which is neither https nor on a listed host, or has another port or "
                    "kind of file: use another address"
                )
            try:
                request = self._client.build_request("GET", url, headers=headers)
            except httpx.InvalidURL as error:
                raise Failed(f"{shown(url)!r} is not a valid address ({error}): correct it in the list") from error
            answer = self._sent(request, deadline)
            if not answer.has_redirect_location:
                return _good(answer)
            answer.close()
            url = _joined(url, answer.headers["Location"])
        raise Failed(f"it was redirected {REDIRECTS} times: use the address of the document itself")

    def _sent(self, request: httpx.Request, deadline: float) -> httpx.Response:
        """The start of a server's response. The client limits silence; this limits a trickle of bytes."""
        said: queue.SimpleQueue[httpx.Response | Exception] = queue.SimpleQueue()

        def send(client: httpx.Client) -> None:
            try:
                said.put(client.send(request, stream=True))
            except Exception as error:  # told to the one that waits
                said.put(error)

        threading.Thread(target=send, args=[self._client], daemon=True).start()
        try:
            answer = said.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            self._client = self._connections()  # whoever still waits for the old one does so alone
            raise _Passing(f"it took more than {self._bounds.seconds:.0f} s") from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _receive(self, answer: httpx.Response, inbox: Inbox, size: int, deadline: float) -> None:
        """Appends the response to the partial file, and stops at the limits."""
        packed = "Content-Encoding" in answer.headers
        if answer.status_code != httpx.codes.PARTIAL_CONTENT:
            size = 0
            wanted = None if packed else _length(answer)
            # A decompressed download cannot be resumed: ranges count the compressed bytes.
            inbox.begin(None if packed else answer.headers.get("ETag"), wanted)
        else:
            wanted = inbox.whole
            last = "" if wanted is None else str(wanted - 1)
            span = rf"bytes {size}-{last or '[0-9]+'}/({'[0-9]+|[*]' if wanted is None else wanted})"
            fits = re.fullmatch(span, answer.headers.get("Content-Range", "")) and inbox.is_of(answer)
            if packed or not fits:
                inbox.drop()
                raise _Passing("the server sent a different part from the one requested")
        with inbox.partial.open("ab") as stream:
            for part in _unpacked(answer):
                size += len(part)
                if size > self._bounds.file_bytes:
                    stream.close()
                    inbox.drop()
                    limit = f"{self._bounds.file_bytes / 1e6:.0f} MB"
                    raise Failed(f"it is larger than {limit}: if it is the right document, raise --size-limit")
                stream.write(part)
                if time.monotonic() > deadline:
                    raise _Passing(f"it took more than {self._bounds.seconds:.0f} s")
        if wanted is not None and size > wanted:
            inbox.drop()
            raise _Passing(f"received {size} bytes, but {wanted} were announced")
        if wanted is not None and size < wanted:
            raise _Passing(f"received only {size} of {wanted} bytes")

    def _accepted(self, source: Source, inbox: Inbox, answer: httpx.Response) -> tuple[Fetched, Path | None]:
        """Moves the download into `raw/`, if it is what it should be."""
        with inbox.partial.open("rb") as stream:
            beginning = stream.read(PDF_WITHIN)
        if source.format == "pdf" and b"%PDF-" not in beginning:
            inbox.drop()
            raise Failed(
                f"received {_beginning(beginning)} instead of a PDF: open the address in a browser and correct the list"
            )
        if source.format == "txt" and HTML.match(beginning):
            inbox.drop()
            raise Failed(
                f"received {_beginning(beginning)} instead of text: open the address in a browser and correct the list"
            )
        sha256 = inbox.digest()
        if source.sha256 and sha256 != source.sha256:
            inbox.drop()
            raise Failed(
                f"its sha256 is {sha256}, but the list expects {source.sha256}: check the document; if it is right, "
                "put its sha256 into the list"
            )
        had = inbox.holds(sha256)
        path = inbox.accept(answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
        return (Fetched.UNCHANGED, None) if had else (Fetched.NEW, path)


def _unpacked(answer: httpx.Response) -> Iterator[bytes]:
    """The response in pieces of limited size, decompressed. Compression is not requested, but some servers use it.

    httpx would decompress without a limit, and several times if the server says so.
    """
    packing = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if packing == "identity":
        yield from answer.iter_raw()
        return
    if packing not in ("gzip", "x-gzip"):
        raise Failed(f"its server compresses it as {packing!r}, which was not requested: give another address")
    unpacking = zlib.decompressobj(wbits=GZIP)
    try:
        for part in answer.iter_raw():
            if unpacking.eof:
                raise Failed(SEVERAL)
            while part:
                yield (piece := unpacking.decompress(part, PIECE))
                part = unpacking.unconsumed_tail
                while len(piece) == PIECE and not part:
                    yield (piece := unpacking.decompress(b"", PIECE))
    except zlib.error as error:
        raise _Passing(f"the response is not compressed as the server says ({error})") from error
    if unpacking.unused_data:
        raise Failed(SEVERAL)
    if not unpacking.eof:
        raise _Passing("the compressed response is incomplete")


def _length(answer: httpx.Response) -> int | None:
    told = answer.headers.get("Content-Length")
    return int(told) if told and told.isdecimal() else None


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise Failed(
            f"it redirects to {shown(location)!r}, which is not a valid address: use the address of the document itself"
        ) from error


def _unless_changed(known: Known | None) -> dict[str, str]:
    if known is None:
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in asked.items() if value}


def _good(answer: httpx.Response) -> httpx.Response:
    if answer.is_success or answer.status_code in (httpx.codes.NOT_MODIFIED, 416):
        return answer
    answer.close()
    said = f"the server says {answer.status_code} {answer.reason_phrase}".rstrip()
    if answer.status_code in PASSING:
        raise _Passing(said, _pause_asked(answer.headers.get("Retry-After")))
    raise Failed(f"{said}: check the address and correct the list")


def _pause_asked(said: str | None) -> float | None:
    """`Retry-After` in seconds; it may be a number or a date (RFC 9110, 10.2.3)."""
    if said is None:
        return None
    if said.isdecimal():
        return float(said)
    try:
        return (email.utils.parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return None


def _why(trouble: Exception) -> str:
    return str(trouble) or type(trouble).__name__


def _beginning(content: bytes) -> str:
    text = " ".join(content[:60].decode("utf-8", "replace").split())
    return f"something that starts with {text!r}" if text else "nothing"
