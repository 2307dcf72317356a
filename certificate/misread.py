"""Mistakes of a reader: other characters, other words, lines and pages than are printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

from certificate.kinds import reader
from pipeline.document import Document, Line, Page, Word

Place = tuple[int, int, int]  # page, line, word, each counted from 0


def places(document: Document, pattern: str) -> list[Place]:
    """The words that the pattern is found in."""
    found = re.compile(pattern)
    return [
        (page, line, word)
        for page, held in enumerate(document.pages)
        for line, printed in enumerate(held.lines)
        for word, one in enumerate(printed.words)
        if found.search(one.text)
    ]


def with_word(document: Document, place: Place, text: str) -> Document:
    """The document with other characters in one word; with none the word is gone."""
    page, line, word = place
    held = document.pages[page].lines[line]
    words = [replace(one, text=text) if index == word else one for index, one in enumerate(held.words)]
    return with_line(document, page, line, _line(held, word, words))


def _line(line: Line, changed: int, words: list[Word]) -> Line:
    """A line with other words: its text keeps its blanks."""
    end = 0
    for index, word in enumerate(line.words):
        start = line.text.index(word.text, end)
        end = start + len(word.text)
        if index == changed:
            text = line.text[:start] + words[changed].text + line.text[end:]
            return replace(line, text=" ".join(text.split()), words=tuple(word for word in words if word.text))
    raise AssertionError("no such word")


def with_line(document: Document, page: int, line: int, other: Line | None) -> Document:
    held = document.pages[page]
    lines = [other if index == line else one for index, one in enumerate(held.lines)]
    return with_page(document, page, replace(held, lines=tuple(one for one in lines if one and one.words)))


def with_page(document: Document, page: int, other: Page) -> Document:
    pages = tuple(other if index == page else one for index, one in enumerate(document.pages))
    return replace(document, pages=pages)


def _in_a_word(
    document: Document, random: Random, pattern: str, change: Callable[[re.Match[str]], str]
) -> Document | None:
    """Change one place that fits the pattern, in one word."""
    found = places(document, pattern)
    if not found:
        return None
    page, line, word = random.choice(found)
    text = document.pages[page].lines[line].words[word].text
    match = random.choice(list(re.finditer(pattern, text)))
    return with_word(document, (page, line, word), text[: match.start()] + change(match) + text[match.end() :])


@reader("8 read as 3")
def eight(document: Document, random: Random) -> Document | None:
    return _in_a_word(document, random, "8", lambda match: "3")


@reader("a digit read as another")
def digit(document: Document, random: Random) -> Document | None:
    return _in_a_word(document, random, r"\d", lambda match: str((int(match[0]) + random.randint(1, 9)) % 10))


@reader("a digit lost")
def digit_lost(document: Document, random: Random) -> Document | None:
    return _in_a_word(document, random, r"(?<=\d)\d", lambda match: "")


@reader("two digits exchanged")
def digits_exchanged(document: Document, random: Random) -> Document | None:
    return _in_a_word(document, random, r"\d\d", lambda match: match[0][::-1])


@reader("minus sign dropped")
def minus(document: Document, random: Random) -> Document | None:
    return _in_a_word(document, random, r"^[-\u2212](?=\d)", lambda match: "")


@reader("decimal comma dropped")
def comma(document: Document, random: Random) -> Document | None:
    return _in_a_word(document, random, r"(?<=\d),(?=\d)", lambda match: "")


@reader("0 read as O")
def letter(document: Document, random: Random) -> Document | None:
    return _in_a_word(document, random, "0", lambda match: "O")


@reader("a word with digits lost")
def word_lost(document: Document, random: Random) -> Document | None:
    found = places(document, r"\d")
    return with_word(document, random.choice(found), "") if found else None


@reader("two figures of a page exchanged")
def words_exchanged(document: Document, random: Random) -> Document | None:
    found = places(document, r"\d,\d")
    page = random.choice(found)[0] if found else None
    on_page = [place for place in found if place[0] == page]
    if len(on_page) < 2:
        return None
    one, other = random.sample(on_page, 2)
    texts = [document.pages[place[0]].lines[place[1]].words[place[2]].text for place in (one, other)]
    return with_word(with_word(document, one, texts[1]), other, texts[0])


@reader("a line lost")
def line_lost(document: Document, random: Random) -> Document | None:
    page = random.choice([index for index, page in enumerate(document.pages) if page.lines])
    return with_line(document, page, random.randrange(len(document.pages[page].lines)), None)


@reader("a page lost")
def page_lost(document: Document, random: Random) -> Document | None:
    lost = random.randrange(len(document.pages))
    # Pages bear the numbers they have in the file: a reader that loses one counts on without it.
    kept = [page for index, page in enumerate(document.pages) if index != lost]
    return replace(document, pages=_numbered(kept))


@reader("a page read twice")
def page_twice(document: Document, random: Random) -> Document | None:
    twice = random.randrange(len(document.pages))
    pages = [*document.pages[: twice + 1], *document.pages[twice:]]
    return replace(document, pages=_numbered(pages))


@reader("the right part of a page cut off")
def cut_off(document: Document, random: Random) -> Document | None:
    page = random.randrange(len(document.pages))
    held = document.pages[page]
    edge = random.uniform(0.5, 0.9) * held.width
    lines = []
    for line in held.lines:
        kept = tuple(word for word in line.words if word.box.x1 < edge)
        lines.append(replace(line, text=" ".join(word.text for word in kept), words=kept))
    return with_page(document, page, replace(held, lines=tuple(line for line in lines if line.words)))


def _numbered(pages: list[Page]) -> tuple[Page, ...]:
    return tuple(
        replace(page, number=number, lines=tuple(replace(line, page=number) for line in page.lines))
        for number, page in enumerate(pages, start=1)
    )
