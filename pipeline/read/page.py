"""Glyphs and rulings of a page, held against its picture → the page that is read, and what is to be told of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pipeline.document import ANNOTATION, Box, Line, Page, ReadingFinding, Rule, Word
from pipeline.read.figures import over_each_other, unequal
from pipeline.read.glyphs import ASCENT, DESCENT, Glyphs, lines_of
from pipeline.read.ink.digits import Digits
from pipeline.read.ink.drawing import COARSE, FINE, FINEST, Drawer, Drawing, Rows
from pipeline.read.ink.glyph_ink import PALE, Mask, crossed_out, displaced, pale_figures, struck, superior, unseen
from pipeline.read.ink.shapes import drawn_figures
from pipeline.read.ink.signs import misnamed, still_misnamed
from pipeline.read.ink.unread import bullets_of, drawn_bullets, is_picture, unread_ink
from pipeline.read.marks import powers, raised_marks, struck_by_letters
from pipeline.read.unmapped import customary

Way = Literal["none", "right", "left"]
# So much of a text is shown in a finding.
SHOWN = 120
# So many places are named in one finding.
PLACES = 4
NOTHING = Glyphs.of([], [], [], [], [], [])


@dataclass(frozen=True, slots=True)
class Witness:
    """What is seen of a document: its pages as they are drawn, and the digits that were read of them."""

    drawer: Drawer
    digits: Digits = field(default_factory=Digits)
    # Where bullets of lists are drawn on the pages so far.
    bullets: list[float] = field(default_factory=list)

    def page(
        self, number: int, way: Way, size: tuple[float, float], dpi: int = COARSE, rows: Rows | None = None
    ) -> Drawing | None:
        """The page turned this way, whose size is that after the turn; None where it cannot be drawn. Of an upright
        one these rows are enough."""
        drawing = self.drawer.draw(number, dpi, rows if way == "none" else None)
        if drawing is None or way == "none":
            return drawing
        return drawing.turned(way, *reversed(size))


def page_of(
    number: int, size: tuple[float, float], glyphs: Glyphs, rules: Sequence[Rule], witness: Witness | None, way: Way
) -> Page:
    """The page with this number (from 1) and size (width and height in points, after it was turned this way).

    What nobody sees and what is struck through is no text of it, nor are marks of footnotes: `removed` has them.
    """
    width, height = size
    glyphs = customary(glyphs)

    def closer(dpi: int, rows: Rows | None = None) -> Drawing | None:
        return witness.page(number, way, size, dpi, rows) if witness else None

    drawing = closer(COARSE)
    marks = raised_marks(glyphs)
    if witness is not None and drawing is not None and (risen := superior(glyphs, drawing) & ~marks).any():
        marks |= _still(risen, closer, lambda finer, _: superior(glyphs, finer), FINE)
    raised = _lines_at(glyphs, marks, number)
    findings = _told("fotnotsmärke", "note", number, raised)
    lined = struck_by_letters(glyphs)
    removed = marks | lined
    if witness is not None and drawing is not None and len(glyphs.x0):
        hidden = _still(unseen(glyphs, drawing), closer, partial(_unseen_at_all, glyphs), FINE, FINEST)
        lined |= struck(glyphs, drawing) & ~hidden
        findings += _told("osynlig_text", "warning", number, _lines_at(glyphs, hidden, number))
        pale = _still(pale_figures(glyphs, drawing) & ~hidden, closer, partial(_pale, glyphs), FINEST)
        findings += _told("otydlig_siffra", "error", number, _lines_at(glyphs, pale, number))
        findings += _told(
            "korsad_text", "error", number, _lines_at(glyphs, crossed_out(glyphs, drawing) & ~hidden & ~lined, number)
        )
        removed = marks | hidden | lined
    findings += _told("överstruken_text", "warning", number, _lines_at(glyphs, lined, number))
    live = glyphs.at(~removed) if removed.any() else glyphs
    lines = lines_of(live, number)
    if tens := powers(lines, _words(raised)):
        message = f"Upphöjda siffror efter 10 på sida {number} kan vara potenser och är lästa som fotnoter: {tens[0]}."
        findings.append(ReadingFinding("upphöjd_siffra", "warning", message, number))
    findings += _told("siffror_på_varandra", "error", number, _lines_at(live, over_each_other(live), number))
    findings += _told("siffror_av_olika_storlek", "error", number, _lines_at(live, unequal(live), number))
    gone, crossed = (_words(_lines_at(glyphs, mask, number)) for mask in (removed, lined))
    if witness is not None and drawing is not None:
        if (wrong := misnamed(live, drawing)).any():
            around = partial(closer, rows=_rows_of(live.at(wrong)))
            wrong = _still(wrong, around, partial(still_misnamed, live), FINE, FINEST)
        if wrong.any():
            findings += _told("siffra_ser_annorlunda_ut", "error", number, _figures_at(lines, live.at(wrong)))
        witness.digits.add(number, live, drawing, closer)
        if bullets := drawn_bullets(lines, drawing, witness.bullets):
            lines = lines_of(Glyphs(*map(np.concatenate, zip(live, bullets_of(bullets), strict=True))), number)
        findings += _of_the_picture(number, lines, gone, drawing)
        findings += _of_shapes(number, drawn_figures(lines, rules, drawing))
    blank = drawing is not None and not lines and not is_picture(drawing)
    size = round(width, 2), round(height, 2)
    return Page(number, *size, lines, tuple(rules), gone, tuple(findings), blank, crossed, _words(raised))


def _lines_at(glyphs: Glyphs, mask: NDArray[np.bool_], number: int) -> tuple[Line, ...]:
    return lines_of(glyphs.at(mask), number) if mask.any() else ()


def _rows_of(glyphs: Glyphs) -> Rows:
    """Where these glyphs stand, with a point to spare."""
    top, bottom = glyphs.baseline - ASCENT * glyphs.size, glyphs.baseline + DESCENT * glyphs.size
    return float(top.min()) - 1, float(bottom.max()) + 1


def _figures_at(lines: Sequence[Line], signs: Glyphs) -> list[Line]:
    """The words that these signs stand in or right before."""
    return [
        Line(word.text, line.page, (word,))
        for line in lines
        for word in line.words
        if (
            (word.box.x0 < signs.x1 + 1)
            & (signs.x1 < word.box.x1)
            & (word.box.top < signs.baseline)
            & (signs.baseline < word.box.bottom)
        ).any()
    ]


def _words(lines: Sequence[Line]) -> tuple[Word, ...]:
    return tuple(word for line in lines for word in line.words)


def _still(
    doubted: Mask, drawn: Callable[[int], Drawing | None], look: Callable[[Drawing, Mask], Mask], *resolutions: int
) -> Mask:
    """What is still in doubt when it is looked at again, step by step more closely; nothing if it cannot be drawn."""
    for dpi in resolutions:
        if not doubted.any():
            break
        drawing = drawn(dpi)
        doubted = doubted & (look(drawing, doubted) if drawing else False)
    return doubted


def _unseen_at_all(glyphs: Glyphs, drawing: Drawing, hidden: Mask) -> Mask:
    hidden = hidden & unseen(glyphs, drawing)
    return hidden & ~displaced(glyphs, hidden, drawing)


def _pale(glyphs: Glyphs, drawing: Drawing, pale: Mask) -> Mask:
    return pale_figures(glyphs, drawing) & ~displaced(glyphs, pale, drawing, PALE)


def _told(rule: str, severity: str, number: int, lines: Sequence[Line]) -> list[ReadingFinding]:
    said = {
        "fotnotsmärke": "Upphöjda märken på sida {page} är fotnoter och hör inte till orden och talen framför: {text}.",
        "osynlig_text": "Text som inte syns på sida {page} är inte läst: {text}.",
        "otydlig_siffra": "Siffror på sida {page} är så bleka att de knappt syns: {text}.",
        "korsad_text": "Streck går på snedden genom siffror på sida {page}, som ändå är lästa: {text}.",
        "siffra_ser_annorlunda_ut": "Minus, plus, komman eller blanktecken i tal på sida {page} ser ut som andra "
        "tecken än de som filens text anger: {text}.",
        "siffror_på_varandra": "Siffror är tryckta ovanpå varandra på sida {page}: {text}.",
        "siffror_av_olika_storlek": "Siffror av olika storlek eller höjd står intill varandra på sida {page} och är "
        "lästa som ett tal: {text}.",
        "överstruken_text": "Text som är överstruken på sida {page} är inte läst: {text}.",
    }
    if not lines:
        return []
    text = " | ".join(line.text for line in lines)
    shown = text if len(text) <= SHOWN else text[:SHOWN] + " …"
    return [ReadingFinding(rule, severity, said[rule].format(page=number, text=f"”{shown}”"), number)]


def _of_the_picture(number: int, lines: Sequence[Line], gone: Sequence[Word], drawing: Drawing) -> list[ReadingFinding]:
    """What is drawn and not read: annotations and form fields, text without glyphs, a page that is a picture."""
    found = []
    words = [word for line in lines for word in line.words]
    for note in drawing.notes:
        under = " ".join(
            word.text for word in words if _overlaps(word, note.box.x0, note.box.top, note.box.x1, note.box.bottom)
        )
        text = f"med texten ”{note.text[:SHOWN]}” " if note.text else ""
        covers = f" Under den står ”{under[:SHOWN]}”." if under else ""
        message = f"En anteckning eller ett formulärfält {text}på sida {number} är inte läst.{covers}"
        found.append(ReadingFinding(ANNOTATION, "error", message, number))
    if box := unread_ink(((word.box, word.size) for word in (*words, *gone)), drawing):
        place = f"x {box.x0:g}–{box.x1:g}, y {box.top:g}–{box.bottom:g} punkter från övre vänstra hörnet"
        message = f"På sida {number} är text tryckt som ingen läsare läser ({place})."
        found.append(ReadingFinding("oläst_tryck", "error", message, number))
    if not words and is_picture(drawing):
        message = f"Sida {number} har ingen text men är inte tom: den är en bild, och det som står på den är inte läst."
        found.append(ReadingFinding("sida_utan_text", "error", message, number))
    elif not words:
        found.append(ReadingFinding("sida_utan_text", "error", f"Sida {number} är tom.", number))
    return found


def _of_shapes(number: int, boxes: Sequence[Box]) -> list[ReadingFinding]:
    if not boxes:
        return []
    places = ", ".join(f"x {box.x0:.0f} y {box.top:.0f}" for box in boxes[:PLACES]) + (" …" if boxes[PLACES:] else "")
    message = (
        f"På sida {number} står bilder eller ritade tecken i en tabell eller intill tal som ingen läsare läser "
        f"(punkter från övre vänstra hörnet: {places})."
    )
    return [ReadingFinding("oläst_figur", "error", message, number)]


def _overlaps(word: Word, x0: float, top: float, x1: float, bottom: float) -> bool:
    return word.box.x0 < x1 and word.box.x1 > x0 and word.box.top < bottom and word.box.bottom > top
