"""Are the compressed streams of a PDF whole? Readers pass over damage in silence and show what came before it."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator

from pipeline.refusal import Reason, Refused

# The dictionary of a stream (from `obj` on, on which `stream` follows) that names the filter FlateDecode.
_DICTIONARY = rb"(?:(?!\bobj\b).){0,4000}?"
_STREAM = re.compile(rb"\bobj\b(" + _DICTIONARY + rb"/FlateDecode" + _DICTIONARY + rb">>)\s*stream\r?\n", re.DOTALL)
_OTHER_FILTERS = re.compile(rb"/(?:LZW|RunLength|ASCIIHex|CCITTFax|DCT|JBIG2|JPX)Decode|/Crypt\b")
# The length that the dictionary gives by itself; one that is given by another object is not looked up.
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\d|\s+\d+\s+R)")


def refuse_damaged_streams(content: bytes) -> None:
    """Raise Refused (`damaged`) when a stream that zlib compressed does not come out whole: its checksum tells.

    Neither does one that is longer than its dictionary says: a reader stops there. Encrypted files are not looked into.
    """
    if b"/Encrypt" in content:
        return
    for start, data, length in _compressed(content):
        unpacker = zlib.decompressobj()
        try:
            unpacker.decompress(data)
        except zlib.error as error:
            raise Refused(Reason.DAMAGED, f"the stream at byte {start} does not come out whole ({error})") from error
        if not unpacker.eof or (length is not None and len(data) - len(unpacker.unused_data) > length):
            raise Refused(Reason.DAMAGED, f"the stream at byte {start} is cut off")


def _compressed(content: bytes) -> Iterator[tuple[int, bytes, int | None]]:
    """The place of each compressed stream, its zlib data with whatever follows, and its length if that is told."""
    for match in _STREAM.finditer(content):
        dictionary, start = match.group(1), match.end()
        if _OTHER_FILTERS.search(dictionary):
            continue
        told = _LENGTH.search(dictionary)
        length = int(told.group(1)) if told else None
        if b"/ASCII85Decode" in dictionary:
            yield start, _from_ascii(content, start, length), None
        else:
            yield start, content[start:], length


def _from_ascii(content: bytes, start: int, length: int | None) -> bytes:
    end = content.find(b"~>", start)
    if end < 0 or (length is not None and end - start > length):
        raise Refused(Reason.DAMAGED, f"the stream at byte {start} is cut off")
    try:
        return base64.a85decode(content[start:end], ignorechars=b" \t\n\r\v\x00")
    except ValueError as error:
        raise Refused(Reason.DAMAGED, f"the stream at byte {start} does not come out whole ({error})") from error
