"""`tjut fetch` against a server on this machine that misbehaves in all the ways that servers do."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.fetch.download import Bounds, Downloads, Failed, Fetched
from pipeline.raw_files import files_of
from pipeline.sources import FETCHED, Source, Sources

HOST = "127.0.0.1"
PLAN = b"%PDF-1.7 a plan " + bytes(range(256)) * 40
NEWER = b"%PDF-1.7 a newer plan " + bytes(range(256)) * 50
# Who has an answer may ask again before the thread that gave it says that it is done, within so many seconds.
JUST_ANSWERED = 0.05
Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Server:
    """Answers each request with the next of its answers; the last one again and again."""

    answers: list[Answer] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    port: int = 0
    at_once: int = 0
    most_at_once: int = 0

    @property
    def host(self) -> str:
        return f"{HOST}:{self.port}"

    def url(self, path: str = "/plan.pdf") -> str:
        return f"http://{HOST}:{self.port}{path}"


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            told.asked.append(dict(self.headers))
            told.paths.append(self.path)
            until = time.monotonic() + JUST_ANSWERED
            while told.at_once and time.monotonic() < until:
                time.sleep(0.001)
            told.at_once += 1
            told.most_at_once = max(told.most_at_once, told.at_once)
            answer = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
            try:
                answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            told.at_once -= 1

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer((HOST, 0), Handler) as running:
        running.daemon_threads = True
        told.port = running.server_port
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield told
        running.shutdown()


def slowly(answer: Answer) -> Answer:
    """The answer after a while in which others that do not wait for it would ask."""

    def after_a_while(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(4 * JUST_ANSWERED)
        answer(handler)

    return after_a_while


def gives(content: bytes, status: int = 200, length: int | None = None, **headers: str) -> Answer:
    """An answer; `length` is what the server says of it, which need not be so."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(content) if length is None else length))
        handler.end_headers()
        handler.wfile.write(content)
        handler.close_connection = length is not None

    return answer


def resumes(content: bytes, etag: str) -> Answer:
    """What a good server says to a request for the rest."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked = handler.headers.get("Range")
        if asked is None or handler.headers.get("If-Range") != etag:
            gives(content, ETag=etag)(handler)
            return
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        span = f"bytes {start}-{len(content) - 1}/{len(content)}"
        gives(content[start:], 206, ETag=etag, Content_Range=span)(handler)

    return answer


def without_end(handler: BaseHTTPRequestHandler) -> None:
    """More and more, without a length."""
    handler.send_response(200)
    handler.end_headers()
    handler.close_connection = True
    handler.wfile.write(b"%PDF-1.7")
    for _ in range(2000):
        handler.wfile.write(bytes(10_000))


def silent(handler: BaseHTTPRequestHandler) -> None:
    """Half of it, and then nothing, with the line held."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(PLAN)))
    handler.end_headers()
    handler.wfile.write(PLAN[:100])
    handler.wfile.flush()
    handler.close_connection = True
    time.sleep(1.5)


class Fetcher:
    """Fetches one document from the server, and counts the pauses instead of making them."""

    def __init__(self, server: Server, raw: Path) -> None:
        self.server, self.raw, self.pauses = server, raw, list[float]()
        raw.mkdir()

    def fetch(self, path: str = "/plan.pdf", *, sha256: str | None = None, **bounds: float) -> Fetched:
        sources = Sources((Source(self.server.url(path), "Farsta", 2026, sha256),), frozenset({self.server.host}))
        with Downloads(sources, self.raw, Bounds(**bounds), self.pauses.append) as downloads:  # type: ignore[arg-type]
            return downloads.fetch(sources.documents[0])[0]

    def held(self) -> dict[str, bytes]:
        """What a run would read."""
        return {file.name: file.path.read_bytes() for file in files_of(self.raw, 10**9)}

    def waiting(self) -> list[str]:
        return sorted(path.name for path in (self.raw / FETCHED).glob("*.partial*"))


@pytest.fixture
def fetcher(server: Server, tmp_path: Path) -> Fetcher:
    return Fetcher(server, tmp_path / "raw")


def test_a_new_document_is_put_into_raw(fetcher: Fetcher) -> None:
    fetcher.server.answers = [gives(PLAN)]
    assert fetcher.fetch() is Fetched.NEW
    assert fetcher.held() == {"farsta-2026.pdf": PLAN}
    assert fetcher.waiting() == []


def test_what_has_not_changed_is_not_sent_again(fetcher: Fetcher) -> None:
    fetcher.server.answers = [gives(PLAN, ETag='"1"', Last_Modified="Mon, 01 Dec 2025 10:00:00 GMT"), gives(b"", 304)]
    assert [fetcher.fetch(), fetcher.fetch()] == [Fetched.NEW, Fetched.UNCHANGED]
    assert fetcher.server.asked[1]["If-None-Match"] == '"1"'
    assert fetcher.server.asked[1]["If-Modified-Since"] == "Mon, 01 Dec 2025 10:00:00 GMT"
    assert fetcher.held() == {"farsta-2026.pdf": PLAN}


def test_a_server_that_knows_no_etag_gives_no_second_file(fetcher: Fetcher) -> None:
    fetcher.server.answers = [gives(PLAN)]
    assert [fetcher.fetch(), fetcher.fetch()] == [Fetched.NEW, Fetched.UNCHANGED]
    assert list(fetcher.held()) == ["farsta-2026.pdf"]


def test_a_changed_document_is_a_second_file(fetcher: Fetcher) -> None:
    fetcher.server.answers = [gives(PLAN, ETag='"1"'), gives(NEWER, ETag='"2"'), gives(b"", 304)]
    assert [fetcher.fetch() for _ in range(3)] == [Fetched.NEW, Fetched.NEW, Fetched.UNCHANGED]
    digest = hashlib.sha256(NEWER).hexdigest()
    assert fetcher.held() == {"farsta-2026.pdf": PLAN, f"farsta-2026-{digest[:12]}.pdf": NEWER}
    assert fetcher.server.asked[2]["If-None-Match"] == '"2"'


def test_a_file_of_somebody_else_is_not_overwritten(fetcher: Fetcher) -> None:
    (fetcher.raw / "farsta-2026.pdf").write_bytes(b"put here by hand")
    fetcher.server.answers = [gives(PLAN)]
    fetcher.fetch()
    assert fetcher.held()["farsta-2026.pdf"] == b"put here by hand"
    assert PLAN in fetcher.held().values()


def test_a_file_that_was_deleted_is_fetched_again(fetcher: Fetcher) -> None:
    fetcher.server.answers = [gives(PLAN, ETag='"1"')]
    fetcher.fetch()
    (fetcher.raw / "farsta-2026.pdf").unlink()
    assert fetcher.fetch() is Fetched.NEW
    assert "If-None-Match" not in fetcher.server.asked[1]


def test_what_the_list_knows_is_not_asked_for(fetcher: Fetcher) -> None:
    fetcher.server.answers = [gives(PLAN)]
    digest = hashlib.sha256(PLAN).hexdigest()
    assert [fetcher.fetch(sha256=digest), fetcher.fetch(sha256=digest)] == [Fetched.NEW, Fetched.UNCHANGED]
    assert len(fetcher.server.asked) == 1


def test_other_bytes_than_the_list_expects_never_reach_raw(fetcher: Fetcher) -> None:
    fetcher.server.answers = [gives(NEWER)]
    digest = hashlib.sha256(PLAN).hexdigest()
    with pytest.raises(
        Failed, match=f"its sha256 is {hashlib.sha256(NEWER).hexdigest()}, but the list expects {digest}"
    ):
        fetcher.fetch(sha256=digest)
    assert (fetcher.held(), fetcher.waiting()) == ({}, [])


def test_a_download_that_breaks_off_is_gone_on_with(fetcher: Fetcher) -> None:
    fetcher.server.answers = [gives(PLAN[:5000], length=len(PLAN), ETag='"1"'), resumes(PLAN, '"1"')]
    assert fetcher.fetch() is Fetched.NEW
    assert fetcher.server.asked[1]["Range"] == "bytes=5000-"
    assert fetcher.held() == {"farsta-2026.pdf": PLAN}
    assert fetcher.pauses == [2.0]


def test_it_is_gone_on_with_in_a_later_call(fetcher: Fetcher) -> None:
    fetcher.server.answers = [gives(PLAN[:5000], length=len(PLAN), ETag='"1"'), gives(b"", 503)]
    with pytest.raises(Failed, match="503 Service Unavailable, 4 times: try again later; what was downloaded is kept"):
        fetcher.fetch()
    fetcher.server.answers = [resumes(PLAN, '"1"')]
    fetcher.fetch()
    assert fetcher.server.asked[-1]["Range"] == "bytes=5000-"
    assert fetcher.held() == {"farsta-2026.pdf": PLAN}


def test_half_of_one_version_is_not_joined_with_half_of_another(fetcher: Fetcher) -> None:
    fetcher.server.answers = [gives(PLAN[:5000], length=len(PLAN), ETag='"1"'), resumes(NEWER, '"2"')]
    fetcher.fetch()
    assert list(fetcher.held().values()) == [NEWER]


@pytest.mark.parametrize(
    "rest",
    [gives(PLAN), gives(PLAN[7000:], 206, Content_Range="bytes 7000-10255/10256"), gives(b"", 416)],
    ids=["all of it", "a different part", "no part"],
)
def test_a_server_that_cannot_go_on_begins_anew(fetcher: Fetcher, rest: Answer) -> None:
    fetcher.server.answers = [gives(PLAN[:5000], length=len(PLAN), ETag='"1"'), rest, gives(PLAN)]
    fetcher.fetch()
    assert fetcher.held() == {"farsta-2026.pdf": PLAN}


def test_without_a_version_a_download_is_begun_anew(fetcher: Fetcher) -> None:
    fetcher.server.answers = [gives(PLAN[:5000], length=len(PLAN), ETag='W/"1"'), gives(PLAN)]
    fetcher.fetch()
    assert "Range" not in fetcher.server.asked[1]
    assert fetcher.held() == {"farsta-2026.pdf": PLAN}


def test_trouble_that_passes_is_waited_for_longer_and_longer(fetcher: Fetcher) -> None:
    fetcher.server.answers = [gives(b"", 500), gives(b"", 502), gives(b"", 503), gives(PLAN)]
    assert fetcher.fetch() is Fetched.NEW
    assert fetcher.pauses == [2.0, 4.0, 8.0]


@pytest.mark.parametrize(("asked", "pause"), [("7", 7.0), ("86400", 60.0), ("soon", 2.0), ("-5", 2.0)])
def test_the_pause_a_server_asks_for_is_made_within_reason(fetcher: Fetcher, asked: str, pause: float) -> None:
    fetcher.server.answers = [gives(b"", 429, Retry_After=asked), gives(PLAN)]
    fetcher.fetch()
    assert fetcher.pauses == [pause]


def test_what_does_not_pass_is_not_tried_again(fetcher: Fetcher) -> None:
    fetcher.server.answers = [gives(b"gone", 404)]
    with pytest.raises(Failed, match="the server says 404 Not Found: check the address"):
        fetcher.fetch()
    assert len(fetcher.server.asked) == 1


def test_a_server_that_falls_silent_is_left(fetcher: Fetcher) -> None:
    fetcher.server.answers = [silent, gives(PLAN)]
    assert fetcher.fetch(silence=0.2) is Fetched.NEW
    assert fetcher.held() == {"farsta-2026.pdf": PLAN}


def test_what_never_ends_is_cut_off(fetcher: Fetcher) -> None:
    fetcher.server.answers = [without_end]
    with pytest.raises(Failed, match="it is larger than 1 MB: if it is the right document"):
        fetcher.fetch(file_bytes=1_000_000)
    assert (fetcher.held(), fetcher.waiting()) == ({}, [])


def test_what_takes_too_long_is_left(fetcher: Fetcher) -> None:
    fetcher.server.answers = [without_end]
    with pytest.raises(Failed, match="it took more than 0 s, 4 times"):
        fetcher.fetch(seconds=0)


def test_what_a_server_packs_is_unpacked(fetcher: Fetcher) -> None:
    fetcher.server.answers = [gives(gzip.compress(PLAN), Content_Encoding="gzip", ETag='"1"')]
    assert fetcher.fetch() is Fetched.NEW
    assert fetcher.held() == {"farsta-2026.pdf": PLAN}
    assert fetcher.fetch() is Fetched.UNCHANGED


def test_what_is_packed_to_fill_a_disk_is_cut_off(fetcher: Fetcher) -> None:
    bomb = gzip.compress(b"%PDF-1.7" + bytes(50_000_000))
    fetcher.server.answers = [gives(bomb, Content_Encoding="gzip")]
    with pytest.raises(Failed, match="it is larger than 1 MB: if it is the right document"):
        fetcher.fetch(file_bytes=1_000_000)
    assert (fetcher.held(), fetcher.waiting()) == ({}, [])


@pytest.mark.parametrize(
    ("content", "packing", "why"),
    [
        (gzip.compress(PLAN)[:-20], "gzip", "the compressed response is incomplete, 4 times"),
        (PLAN, "gzip", r"the response is not compressed as the server says \(.*\), 4 times"),
        (
            gzip.compress(gzip.compress(PLAN)),
            "gzip, gzip",
            "its server compresses it as 'gzip, gzip', which was not requested",
        ),
        (gzip.compress(PLAN) + gzip.compress(PLAN), "gzip", "its server compresses it in several parts"),
        (PLAN, "br", "its server compresses it as 'br'"),
    ],
)
def test_what_cannot_be_unpacked_is_told(fetcher: Fetcher, content: bytes, packing: str, why: str) -> None:
    fetcher.server.answers = [gives(content, Content_Encoding=packing)]
    with pytest.raises(Failed, match=why):
        fetcher.fetch()
    assert not fetcher.held()


@pytest.mark.parametrize("page", [b"<html>Not here any more</html>", b""])
def test_a_page_instead_of_a_document_is_told(fetcher: Fetcher, page: bytes) -> None:
    fetcher.server.answers = [gives(page)]
    with pytest.raises(
        Failed, match=r"received (something that starts with '<html>Not here.*|nothing) instead of a PDF"
    ):
        fetcher.fetch()
    assert (fetcher.held(), fetcher.waiting()) == ({}, [])


def test_it_follows_to_where_it_may(fetcher: Fetcher) -> None:
    fetcher.server.answers = [gives(b"", 301, Location="/moved/../../x/plan.pdf"), gives(PLAN)]
    fetcher.fetch()
    assert fetcher.server.paths[-1] == "/x/plan.pdf"
    assert list(fetcher.held()) == ["farsta-2026.pdf"]  # no name of the server's


@pytest.mark.parametrize(
    "elsewhere", ["http://localhost:1/plan.pdf", "file:///etc/passwd", "http://user:word@127.0.0.1/", "http://["]
)
def test_it_does_not_follow_to_where_it_may_not(fetcher: Fetcher, elsewhere: str) -> None:
    fetcher.server.answers = [gives(b"", 302, Location=elsewhere)]
    with pytest.raises(Failed):
        fetcher.fetch()
    assert len(fetcher.server.asked) == 1


def test_it_does_not_go_round_in_circles(fetcher: Fetcher) -> None:
    fetcher.server.answers = [gives(b"", 302, Location="/plan.pdf")]
    with pytest.raises(Failed, match="it was redirected 5 times"):
        fetcher.fetch()
    assert len(fetcher.server.asked) == 6


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    fetcher = Fetcher(Server(port=9), tmp_path / "raw")
    with pytest.raises(Failed, match="refused, 4 times: try again later"):
        fetcher.fetch()
    assert fetcher.pauses == [2.0, 4.0, 8.0]


LIST = """
plain_hosts = ["{host}"]
[[document]]
url = "{url}"
board = "Hägersten-Älvsjö stadsdelsnämnd"
year = 2026
[[document]]
url = "{other}"
board = "Farsta stadsdelsnämnd"
year = 2025
"""


def test_one_bad_source_stops_nothing(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sources.toml").write_text(
        LIST.format(host=server.host, url=server.url("/a"), other=server.url("/b")), encoding="utf-8"
    )
    server.answers = [slowly(gives(b"", 404)), slowly(gives(PLAN))]
    first = CliRunner().invoke(cli, ["fetch"], standalone_mode=False)
    assert first.return_value == 1
    assert "hagersten-alvsjo-stadsdelsnamnd-2026: http://127.0.0.1" in first.output
    assert "2 documents: 1 new, 1 failed" in first.output
    assert (Path("raw") / "farsta-stadsdelsnamnd-2025.pdf").read_bytes() == PLAN
    second = CliRunner().invoke(cli, ["fetch"], standalone_mode=False)
    assert second.return_value == 0
    assert server.most_at_once == 1


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """A header that never ends, a letter at a time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    handler.close_connection = True
    for _ in range(60):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def test_headers_that_never_end_are_bounded_too(fetcher: Fetcher) -> None:
    fetcher.server.answers = [dripping]
    began = time.monotonic()
    with pytest.raises(Failed, match="it took more than 0 s, 4 times"):
        fetcher.fetch(seconds=0.2)
    assert time.monotonic() - began < 3


def test_what_came_from_another_address_or_is_too_long_is_not_gone_on_with(fetcher: Fetcher) -> None:
    fetcher.server.answers = [gives(PLAN[:400], length=len(PLAN), ETag='"a"')] * 4
    with pytest.raises(Failed):
        fetcher.fetch("/one.pdf")
    assert fetcher.waiting()
    fetcher.server.asked.clear()
    fetcher.server.answers = [resumes(NEWER, '"a"')]
    assert fetcher.fetch("/other.pdf") is Fetched.NEW
    assert "Range" not in fetcher.server.asked[0]
    assert fetcher.held() == {"farsta-2026.pdf": NEWER}


def test_a_rest_of_something_of_another_size_is_not_taken(fetcher: Fetcher) -> None:
    def other(handler: BaseHTTPRequestHandler) -> None:
        start = int(handler.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        gives(NEWER[start:], 206, Content_Range=f"bytes {start}-{len(NEWER) - 1}/{len(NEWER)}", ETag='"a"')(handler)

    fetcher.server.answers = [gives(PLAN[:400], length=len(PLAN), ETag='"a"'), other, gives(PLAN, ETag='"a"')]
    assert fetcher.fetch() is Fetched.NEW
    assert fetcher.held() == {"farsta-2026.pdf": PLAN}


def test_a_page_is_no_text_document(server: Server, tmp_path: Path) -> None:
    server.answers = [gives(b"<!DOCTYPE html><title>log in</title>")]
    source = Source(server.url("/a.txt"), "Farsta", 2026, format="txt")
    (tmp_path / "raw").mkdir()
    with (
        Downloads(Sources((source,), frozenset({server.host})), tmp_path / "raw") as downloads,
        pytest.raises(Failed, match="instead of text"),
    ):
        downloads.fetch(source)
