"""Glyphs whose character the file does not tell, or tells by a code of its own: read by custom, told, or refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np

from pipeline.document import Page, ReadingFinding
from pipeline.read.glyphs import Glyphs
from pipeline.read.second_count import UNMAPPED
from pipeline.refusal import Reason, Refused

# Ligatures, and codes of private use with one meaning everywhere: ligatures as Apple's fonts have them, and the bullets
# of Symbol and Wingdings, whose codes stand at U+F000 (Microsoft's encoding for symbol fonts).
CUSTOMARY = {
    **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},
    "\uf001": "fi",
    "\uf002": "fl",
    "\uf0f1": "•",
    **dict.fromkeys("\uf0b7\uf0a7\uf0a8\uf06c\uf06e\uf0d8\uf076", "•"),
}
# From this share of the characters on, glyphs without a meaning make a text that is not the one that is printed.
UNMAPPED_SHARE = 0.1
# So many words are named in one finding.
NAMED = 5

# Control characters, private ones, and the mark of what could not be decoded.
_MEANINGLESS = re.compile(rf"{UNMAPPED.pattern}|[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")


def customary(glyphs: Glyphs) -> Glyphs:
    """The same glyphs with the characters that everybody means by a private code."""
    if CUSTOMARY.keys().isdisjoint(glyphs.text):
        return glyphs
    text = np.array([CUSTOMARY.get(char, char) for char in glyphs.text], object)
    return glyphs._replace(text=text)


def refuse_unmapped(pages: Sequence[Page]) -> None:
    """Raise Refused (`no_text_layer`) when a tenth of the characters have no meaning, or one in a figure has none."""
    if not any(map(in_doubt, pages)):  # most documents, in no time
        return
    words = [word.text for page in pages for line in page.lines for word in line.words]
    for word in words:
        if _MEANINGLESS.search(word) and any(map(str.isdecimal, UNMAPPED.sub("", word))):
            raise Refused(Reason.NO_TEXT_LAYER, f"figures contain glyphs that map to no character, as in {word!r}")
    unmapped = sum(len(_MEANINGLESS.findall(word)) for word in words)
    characters = sum(len(UNMAPPED.sub("?", word)) for word in words)
    if unmapped > UNMAPPED_SHARE * characters:
        raise Refused(
            Reason.NO_TEXT_LAYER, f"{unmapped} of {characters} characters are glyphs that map to no character"
        )


def unmapped(pages: Sequence[Page]) -> Iterator[ReadingFinding]:
    """An error for each page with words that have such glyphs. Alone they may be icons and stand for nothing."""
    for page in pages:
        if not in_doubt(page):
            continue
        words = [word.text for line in page.lines for word in line.words if _MEANINGLESS.search(word.text)]
        broken = [_MEANINGLESS.sub("\ufffd", word) for word in words if any(map(str.isalnum, UNMAPPED.sub("", word)))]
        if broken:
            named = ", ".join(f"”{word}”" for word in broken[:NAMED]) + (" …" if len(broken) > NAMED else "")
            message = f"{len(broken)} ord på sida {page.number} har tecken som filen inte anger betydelsen av: {named}."
            yield ReadingFinding("tecken_utan_betydelse", "error", message, page.number)


def in_doubt(page: Page) -> bool:
    """Whether a page has characters without a meaning."""
    text = "".join([line.text for line in page.lines])
    return "(cid:" in text or "\ufffd" in text or (not text.isprintable() and bool(_MEANINGLESS.search(text)))
