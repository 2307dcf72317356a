"""Do two libraries read the same letters and digits on each page? What is in no cell is compared here.

The cells are read again one by one (`pipeline.account.second_reader`); a word of the running text has no place of its
own, so its page is asked for as a whole. Only letters and digits count: of hyphens, bullets and spaces libraries give
different accounts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.document import Page
from pipeline.read.letters import letters_of, same_letters
from pipeline.read.pdfium import Seen
from pipeline.read.second_count import UNMAPPED

# The number of characters named per page.
NAMED = 12


@dataclass(frozen=True, slots=True)
class OtherCharacters:
    """A page on which pdfium sees other letters and digits: those that were not read, and those that were but should
    not; `figures` says that digits are among them."""

    number: int
    missing: Counter[str]
    added: Counter[str]

    @property
    def figures(self) -> bool:
        return any(character.isdigit() for character in self.missing + self.added)

    @property
    def message(self) -> str:
        differences = [("bara den", self.missing), ("inte den", self.added)]
        told = " och ".join(f"{who} läser {_shown(found)}" for who, found in differences if found)
        return f"Den andra läsaren (pdfium) läser andra tecken på sida {self.number}: {told}."


def other_characters(pdf: Seen, pages: Sequence[Page]) -> Iterator[OtherCharacters]:
    """The pages on which pdfium sees different letters or digits."""
    for page in pages:
        read, again = UNMAPPED.sub("", _text(page)), pdf.text(page.number)
        if not same_letters(read, again):
            missing, added = letters_of(again), letters_of(read)
            yield OtherCharacters(page.number, missing - added, added - missing)


def _text(page: Page) -> str:
    """Everything the reader found on a page, including invisible text."""
    return "".join([line.text for line in page.lines] + [word.text for word in page.removed])


def _shown(characters: Counter[str]) -> str:
    named = [character if count == 1 else f"{character} ({count})" for character, count in sorted(characters.items())]
    return ", ".join(named[:NAMED]) + (" …" if len(named) > NAMED else "")
