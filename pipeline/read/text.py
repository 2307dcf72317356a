"""Plain text → pages of lines, without positions.

Text as it comes out of a PDF by a conversion program: a form feed, or a surviving page header, tells a new page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.document import Line, Page
from pipeline.refusal import Reason, Refused

PAGE_HEADER = re.compile(r"(?i)^\s*sid(?:a|an)?\.?\s+(\d+)\s*(?:\(\d+\)|av\s+\d+|/\s*\d+)\s*$")
# Where at least this share of the wrapped lines ends with a blank, a line without one was broken inside a word.
MOSTLY = 0.5


def pages_of(content: bytes) -> Iterator[Page]:
    """The pages of a text file. Page numbers are exact only as far as headers or form feeds tell them.

    Raises Refused (`empty`, `not_pdf`) for what is no text.
    """
    text = _decode(content).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Refused(Reason.EMPTY, "the file contains only white space")
    raw = re.split(r"\n|(?=\f)", text)
    wrapped = [line for line in raw if len(line.strip()) > 40]
    tells_breaks = sum(line.endswith(" ") for line in wrapped) > MOSTLY * max(len(wrapped), 1)
    lines: dict[int, list[Line]] = {}
    page = 1
    for number, line in enumerate(raw, start=1):
        if line.startswith("\f"):
            page += 1
        header = PAGE_HEADER.match(line)
        if header:
            page = max(page, int(header.group(1)))
        printed = line.lstrip("\f")
        broken = tells_breaks and bool(printed.strip()) and not printed.endswith((" ", "\t"))
        lines.setdefault(page, []).append(Line(printed, page, number=number, broken=broken))
    for number, held in lines.items():
        yield Page(number, 0.0, 0.0, tuple(held))


def _decode(content: bytes) -> str:
    """UTF-8 (with or without a byte order mark), UTF-16 with a mark, or else Latin-1 as Windows writes it."""
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(Reason.NOT_PDF, "the file is neither PDF nor text (it contains NUL bytes)")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="strict")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
