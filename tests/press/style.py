"""How a plan is set: every trait in which producers, templates and years differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Producer = Literal["reportlab", "pdfium", "weasyprint", "chromium"]
Family = Literal["times", "helvetica", "press"]
NO_BREAK, THIN, NARROW, MINUS, SOFT_HYPHEN = "\u00a0", "\u2009", "\u202f", "\u2212", "\u00ad"


@dataclass(frozen=True)
class Style:
    """The traits of one layout. Lengths are points.

    The families `times` and `helvetica` are those that every viewer has and have the characters of cp1252 only;
    `press` is embedded and has all. A style that asks for a character its fonts lack is refused.
    """

    producer: Producer = "reportlab"
    body: Family = "times"
    headings: Family = "helvetica"
    tables: Family = "helvetica"
    size: float = 11.5
    table_size: float = 9
    letter_spacing: float = 0
    ligatures: bool = False
    soft_hyphens: bool = False
    minus: Literal["-", "\u2212"] = "-"
    thousands: Literal[" ", "\u00a0", "\u2009", "\u202f"] = " "
    bullet: Literal["•", "-"] = "•"
    break_at_hyphens: bool = True
    line_end_blank: bool = True

    rules: Literal["all", "horizontal", "none"] = "all"
    shaded_header: bool = True
    repeat_header: bool = True
    icons: Literal["pictures", "empty", "absent"] = "pictures"
    label_share: float = 0.24
    """Share of the width that the first column of a table of amounts takes; an indicator's name takes a bit more."""
    header_align: Literal["left", "center", "right"] = "left"
    """Of all columns but the first; this and the next three by the producers that set web pages alone."""
    striped: bool = False
    hyphens: Literal["manual", "auto"] = "manual"
    tagged: bool = False
    """By WeasyPrint; Chromium tags always, the others never."""
    cell_padding: float = 3
    align: Literal["top", "middle", "bottom"] = "top"
    table_break: Literal["natural", "last_row", "split_row"] = "natural"
    """Where a page ends: between rows; behind the first row of a table; inside a row. The latter two are brought
    about once for each kind of table, by white space above it."""

    cover: bool = True
    contents: bool = True
    folio: Literal["header", "footer", "number", "none"] = "header"
    """`Tjänsteutlåtande / Sid 3 (71)` at the top, `Sida 3 av 71` or `3` at the bottom, or nothing."""
    heading_weight: Literal["bold", "size"] = "bold"
    level5: Literal["italic", "bold"] = "italic"
    paragraph_gap: float = 5
    decisions: Literal["narrow", "wide"] = "narrow"
    decision_blank: Literal["blank", "none", "mixed"] = "blank"
    """What stands behind a point's number: a blank, nothing (`10.Stadsdelsnämnden`), or nothing at every tenth."""
    goal_number: Literal["mixed", "1.1.1 ", "1.1.1.", "1.1.1. "] = "mixed"
    landscape: Literal["none", "budget", "all"] = "none"
    turned: Literal[0, 90, 180, 270] = 0
    """One page in the middle is stored turned and marked /Rotate, so that a viewer shows it upright."""
    order: Literal["right", "swapped", "doubled"] = "right"
    """`swapped`: two pages lie in the wrong order. `doubled`: one lies there twice."""

    def __post_init__(self) -> None:
        core = {self.body, self.headings, self.tables} - {"press"}
        special = self.minus == MINUS or self.thousands in (THIN, NARROW) or self.ligatures
        if core and special:
            names = ", ".join(sorted(core))
            raise ValueError(f"{names} lack U+2212, thin blanks and ligatures: use the family 'press'")

    @property
    def page_size(self) -> tuple[float, float]:
        """Width and height of an ordinary page."""
        return (842, 595) if self.landscape == "all" else (595, 842)
