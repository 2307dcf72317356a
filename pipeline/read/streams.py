"""Are the compressed streams of a PDF whole? Readers pass over damage in silence and show what came before it."""

from __future__ import annotations

import base64
import io
import re
import zlib
from collections.abc import Iterator
from typing import TypeGuard

import pypdfium2
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import LIT
from pypdfium2 import raw

from pipeline.refusal import Reason, Refused

# The dictionary of a stream (from `obj` on, on which `stream` follows) that names the filter FlateDecode.
_DICTIONARY = rb"(?:(?!\bobj\b).){0,4000}?"
_STREAM = re.compile(rb"\bobj\b(" + _DICTIONARY + rb"/FlateDecode" + _DICTIONARY + rb">>)\s*stream\r?\n", re.DOTALL)
_OTHER_FILTERS = re.compile(rb"/(?:LZW|RunLength|ASCIIHex|CCITTFax|DCT|JBIG2|JPX)Decode|/Crypt\b")
# The length that the dictionary gives by itself; one that is given by another object is not looked up.
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\d|\s+\d+\s+R)")


def refuse_damaged_streams(content: bytes) -> None:
    """Raise Refused (`damaged`) when a stream that zlib compressed does not come out whole: its checksum tells.

    Neither does one that is longer than its dictionary says: a reader stops there. One of length 0 holds nothing and is
    whole. Streams of an encrypted file are looked at decrypted, where it opens without a password.
    """
    if is_encrypted(content):
        for number, data in _decrypted(content):
            _unpacked(data, f"the stream of object {number}")
        return
    for start, data, length in _compressed(content):
        if length == 0:
            continue
        rest = _unpacked(data, f"the stream at byte {start}")
        if length is not None and len(data) - rest > length:
            raise Refused(Reason.DAMAGED, f"the stream at byte {start} is cut off")


def _unpacked(data: bytes, name: str) -> int:
    """How many bytes follow the compressed ones."""
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(data)
    except zlib.error as error:
        raise Refused(Reason.DAMAGED, f"{name} cannot be decompressed ({error})") from error
    if not unpacker.eof:
        raise Refused(Reason.DAMAGED, f"{name} is cut off")
    return len(unpacker.unused_data)


def is_encrypted(content: bytes) -> bool:
    """What the trailer says, not the bytes: the word may stand in a comment."""
    if b"/Encrypt" not in content:
        return False
    try:
        return bool(raw.FPDF_GetSecurityHandlerRevision(pypdfium2.PdfDocument(content)) >= 0)
    except pypdfium2.PdfiumError:  # it needs a password, or is damaged: the readers say which
        return True


def _decrypted(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The number of each object that is a compressed stream, and its data; nothing of a file that does not open."""
    try:
        file = PDFDocument(PDFParser(io.BytesIO(content)))
        numbers = sorted({number for xref in file.xrefs for number in xref.get_objids()})
    except Exception:  # whatever the parser stumbles on: the readers refuse the file
        return
    for number in numbers:
        try:
            stream = file.getobj(number)
        except Exception:  # an object that cannot be read is none that is used, or the readers stumble on it too
            continue
        if _is_compressed(stream) and (data := _deciphered(stream)):
            yield number, data


def _is_compressed(found: object) -> TypeGuard[PDFStream]:
    return isinstance(found, PDFStream) and [name for name, _ in found.get_filters()] == [LIT("FlateDecode")]


def _deciphered(stream: PDFStream) -> bytes:
    """The data of a stream as they were before the file was encrypted, compressed still; empty if it has none."""
    data = stream.get_rawdata() or b""
    table = stream.get("Type") is LIT("XRef")  # never encrypted (ISO 32000-1, 7.5.8.2)
    if not data or table or stream.decipher is None or stream.objid is None or stream.genno is None:
        return data
    try:
        return bytes(stream.decipher(stream.objid, stream.genno, data, stream.attrs))
    except ValueError as error:  # a block cipher whose blocks are not whole
        raise Refused(Reason.DAMAGED, f"the stream of object {stream.objid} cannot be decrypted ({error})") from error


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
        raise Refused(Reason.DAMAGED, f"the stream at byte {start} cannot be decompressed ({error})") from error
