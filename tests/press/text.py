"""A plan as the text that comes out of a PDF when it is copied: lines as printed, positions gone.

What the text of a real plan shows, and this one too: each line ends with a blank, unless it was broken inside a
word; cells that fit on one line stand beside each other, a cell that takes more is followed by an empty line; an
empty cell leaves a blank; a page begins with a blank, and few pages keep their header.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Literal

from tests.press.flow import (
    Block,
    Bullet,
    Contents,
    Cover,
    Grid,
    GridRow,
    Heading,
    PageBreak,
    Paragraph,
    Point,
    Signature,
    blocks_of,
)
from tests.press.fonts import face_of, width_of
from tests.press.galley import MARGIN
from tests.press.plan import Plan
from tests.press.style import Family, Style
from tests.press.wrap import wrap

PAGE_LINES = 46
HEADER_EVERY = 13
COUNT = "\0"  # stands for the number of pages until it is known
RESIDUE = ("", "", "", " ", " ", "", " ", "", " ", "")


@dataclass(frozen=True)
class TextTraits:
    """How a text file differs from another of the same plan. Its encoding is the caller's."""

    headers: Literal["none", "few", "all"] = "few"
    form_feeds: bool = False
    line_end: Literal["\n", "\r\n"] = "\n"
    byte_order_mark: bool = False


def plan_text(plan: Plan, style: Style, traits: TextTraits | None = None) -> str:
    """The text of `plan`. Of the style it takes what text can show: characters, columns' widths, order of the parts."""
    traits = traits or TextTraits()
    blocks = blocks_of(plan, style)
    first = _transcribe(blocks, style, traits, {})
    script = _transcribe(blocks, style, traits, first.headings)
    lines = [line.replace(COUNT, str(script.page)) for line in script.lines]
    mark = "\ufeff" if traits.byte_order_mark else ""
    return mark + traits.line_end.join(lines) + traits.line_end


class _Typescript:
    """Lines that fill pages."""

    def __init__(self, traits: TextTraits) -> None:
        self.traits = traits
        self.lines: list[str] = []
        self.headings: dict[str, int] = {}
        self.page = 0
        self.count = 0
        self.fresh = True
        self.turn()

    @property
    def room(self) -> int:
        return PAGE_LINES - self.count

    def turn(self) -> None:
        """Begin the next page; an empty line at the end of a page is lost."""
        if self.lines and self.lines[-1] == "":
            self.lines.pop()
        self.page += 1
        self.count = 0
        self.fresh = True
        few = self.traits.headers == "few" and self.page % HEADER_EVERY == 4
        if self.traits.headers == "all" or few:
            self.lines += [*RESIDUE, "Tjänsteutlåtande ", f"Sid {self.page} ({COUNT}) ", ""]
            self.fresh = self.traits.form_feeds

    def keep(self, count: int) -> None:
        """Begin the next page if fewer than `count` lines are left."""
        if self.room < count and not self.fresh:
            self.turn()

    def line(self, text: str) -> None:
        """One line; the first of a page begins with a blank or a form feed."""
        if self.room <= 0:
            self.turn()
        if self.fresh:
            text = ("\f" if self.traits.form_feeds else " ") + text
        self.fresh = False
        self.count += 1
        self.lines.append(text)

    def blank(self) -> None:
        """An empty line, but not two of them, and none at the head of a page."""
        if not self.fresh and self.lines[-1] != "":
            self.lines.append("")
            self.count += 1


def _transcribe(blocks: list[Block], style: Style, traits: TextTraits, pages: dict[str, int]) -> _Typescript:
    script = _Typescript(traits)
    setter = _Setter(script, style)
    headings = [block for block in blocks if isinstance(block, Heading) and block.level < 4]
    for block in blocks:
        if isinstance(block, Contents):
            setter.contents(headings, pages)
        else:
            setter.set(block)
    return script


class _Setter:
    def __init__(self, script: _Typescript, style: Style) -> None:
        self.script = script
        self.style = style
        self.width = style.page_size[0] - 2 * MARGIN
        self.split = style.table_break == "split_row"

    def set(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Paragraph():
                self._prose(block.text)
            case Bullet():
                self._prose(f"{block.mark} {block.text}")
            case Point():
                self._prose(block.text, 0.65 if self.style.decisions == "narrow" else 1)
                self.script.blank()
            case Signature():
                self._lines([block.name, block.title])
            case Cover():
                texts = [block.administration, f"Dnr: {block.diary_number}", block.issued_on, block.handler]
                self._lines([*texts, block.addressee, block.title, *([block.notice] if block.notice else [])])
            case PageBreak():
                self.script.turn()
            case Grid():
                self._grid(block)

    def _broken(self, text: str, width: float, family: Family, size: float, bold: bool = False) -> list[str]:
        """The lines of a text in a column, each with a blank behind it unless it was broken inside a word."""
        face = face_of(family, "bold" if bold else "")
        measure = partial(width_of, face=face, size=size, letter_spacing=self.style.letter_spacing)
        *lines, last = wrap(text, width, measure, break_at_hyphens=self.style.break_at_hyphens)
        return [*lines, last + " "]

    def _lines(self, texts: list[str]) -> None:
        for text in texts:
            self._prose(text)

    def _prose(self, text: str, share: float = 1) -> None:
        for line in self._broken(text, self.width * share, self.style.body, self.style.size):
            self.script.line(line)

    def _heading(self, block: Heading) -> None:
        apart = block.text in ("Beskrivning", "Förväntat resultat")
        if block.level < 4 or apart:
            self.script.blank()
        size = self.style.size * (1.15 if block.level < 4 else 1)
        lines = self._broken(block.text, self.width, self.style.headings, size, bold=True)
        self.script.keep(len(lines) + 3)
        self.script.headings.setdefault(block.text, self.script.page)
        for line in lines:
            self.script.line(line)
        if block.level in (2, 3) or apart:
            self.script.blank()

    def contents(self, headings: list[Heading], pages: dict[str, int]) -> None:
        """The table of contents, with leaders."""
        self._lines(["Innehållsförteckning"])
        for heading in headings:
            *lines, last = self._broken(heading.text, self.width - 40, self.style.body, self.style.size)
            leader = "." * max(3, 90 - len(last))
            for line in (*lines, f"{last.rstrip()}{leader}{pages.get(heading.text, 0)} "):
                self.script.line(line)

    def _grid(self, grid: Grid) -> None:
        script = self.script
        script.blank()
        header = self._cells(grid, GridRow(grid.header, "bold"))
        rows = [(self._cells(grid, row), row.picture) for row in grid.rows]
        script.keep(_height(header) + 2 + (2 if self.split else _height(rows[0][0]) + 4 * rows[0][1]))
        self._row(grid, header, head=True)
        for cells, picture in rows:
            height = _height(cells) + 4 * picture
            if script.room < height:
                cells, picture = self._split(grid, cells, picture)
                script.turn()
                if self.style.repeat_header:
                    self._row(grid, header, head=True)
            self._row(grid, cells, picture)
        script.blank()

    def _split(self, grid: Grid, cells: list[list[str]], picture: bool) -> tuple[list[list[str]], bool]:
        """What is left of a row for the next page: all of it, or, where the style splits a row, its rest."""
        count = self.script.room - 4 * picture - 1
        if not self.split or count < 1 or _height(cells) <= count:
            return cells, picture
        self.split = False
        self._row(grid, [cell[:count] for cell in cells], picture)
        return [cell[count:] for cell in cells if cell[count:]], False

    def _cells(self, grid: Grid, row: GridRow) -> list[list[str]]:
        """The lines of each cell; an empty cell has one empty line."""
        widths = [share * self.width - 2 * self.style.cell_padding for share in grid.shares]
        size, bold = self.style.table_size, row.emphasis == "bold"
        return [
            self._broken(text, width, self.style.tables, size, bold) if text else [""]
            for text, width in zip(row.cells, widths, strict=True)
        ]

    def _row(self, grid: Grid, cells: list[list[str]], picture: bool = False, head: bool = False) -> None:
        """The cells of a row one after the other. A cell of several lines ends a group.

        A label of two lines stands in one group with its figures, as the figures stand beside its second line.
        """
        script = self.script
        if picture:
            for line in (" ", " ", ""):
                script.line(line)
            cells = cells[1:]
        beside = " " if head and grid.picture_column else ""
        for index, lines in enumerate(cells):
            if len(lines) == 1:
                beside += lines[0] or " "
                continue
            *before, last = lines
            script.line(beside + before[0])
            for line in before[1:]:
                script.line(line)
            if len(lines) == 2 and index == 0 and not head and grid.figures[-1]:
                beside = last
                continue
            script.line(last)
            beside = ""
            if index < len(cells) - 1:
                script.blank()
        if beside:
            script.line(beside)
        script.blank()


def _height(cells: list[list[str]]) -> int:
    """How many lines a row takes, at most."""
    return sum(len(lines) + 1 for lines in cells if len(lines) > 1) + 1
