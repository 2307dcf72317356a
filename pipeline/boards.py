"""The names of boards as they are printed: with and without hyphens, in capitals, in the genitive, and as the
administration's.

`boards.csv` lists the boards, present and past, one per line (document.md, `The boards` and `The family`). A board that
is not listed is kept as printed.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

REGISTRY = Path(__file__).with_name("boards.csv")
DISTRICT, SPECIALIST = "stadsdelsnämnd", "facknämnd"


@dataclass(frozen=True, slots=True)
class Board:
    """A board in the registry: its key, official name, kind, period, and the board it was merged into."""

    board_key: str
    name: str
    kind: str
    valid_from: date | None
    valid_to: date | None
    successor_key: str | None

    @property
    def stem(self) -> str:
        """The distinguishing part of the board's name, in the genitive if the name uses it."""
        return self.name.removesuffix(f" {DISTRICT}")


def _registered() -> Iterator[Board]:
    with REGISTRY.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            first, last = (date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to"))
            yield Board(row["board_key"], row["name"], row["kind"], first, last, row["successor_key"] or None)


BOARDS = tuple(_registered())


def slug(text: str) -> str:
    """The text reduced to plain letters and digits, with hyphens between words."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _bare(board: Board) -> str:
    """The stem without the genitive s; the key is made from it."""
    return board.stem if slug(board.stem) == board.board_key else board.stem.removesuffix("s")


_SPECIALISTS = {board.name.casefold(): board for board in BOARDS if board.kind == SPECIALIST}
# By their bare stems, longer ones first: `Rinkeby` begins `Rinkeby-Kista`.
_DISTRICTS = {
    _bare(board): board
    for board in sorted(BOARDS, key=lambda board: len(board.name), reverse=True)
    if board.kind == DISTRICT
}


def _spelling(name: str) -> str:
    return re.sub(r"[-\s]+", r"[-–\\s]+", name)


_STEMS = "|".join(_spelling(name) for name in _DISTRICTS)
_KNOWN = re.compile(
    rf"(?P<name>{_STEMS})(?P<s>s?)\s+(?:stadsdels-?\s?(?P<body>nämnd|förvaltning)(?:s|en|ens)?|sdn)\b"
    # `Stadsdelsnämnd Norrmalm`, `SDN Bromma`
    rf"|\b(?:stadsdels(?P<body_before>nämnd|förvaltning)(?:en)?|sdn)\s+(?:i\s+)?(?P<name_behind>{_STEMS})\b(?!s?\s+stadsdels)",
    re.IGNORECASE,
)
_NAME = r"[A-ZÅÄÖ][a-zåäöé]+"
_ANY = re.compile(
    rf"\b(?P<name>{_NAME}(?:\s?-\s?{_NAME})*(?: och {_NAME})?)\s+"
    r"(?i:stadsdels(?P<body>nämnd|förvaltning)(?:s|en|ens)?)\b"
)
_AREA = re.compile("|".join(rf"\b{_spelling(name)}\b" for name, board in _DISTRICTS.items() if not board.valid_to))
_HYPHEN = re.compile(r"\s?-\s?")
_PRONOUNS = {"nämnden", "stadsdelsnämnden", "kommunfullmäktige", "berörda nämnden", "ansvarig nämnden"}
_NOT_A_NAME = {"Till", "Vår", "Denna", "Varje", "En", "Stockholms", "Respektive", "Berörd", "Aktuell"}


def board_names(text: str, body: str = "nämnd") -> list[str]:
    """The boards named in a text, each as `… stadsdelsnämnd`, hyphens as in the official name, genitive as printed.

    With body `förvaltning`: the boards of the administrations named in it (`Farsta stadsdelsförvaltning`).
    """
    known = [_official(match, body) for match in _KNOWN.finditer(text) if _is(match, body)]
    if known:
        return known
    return [
        _HYPHEN.sub("-", match["name"]) + f" {DISTRICT}"
        for match in _ANY.finditer(text.title() if text.isupper() else text)
        if match["name"] not in _NOT_A_NAME and match["body"].lower() == body
    ]


def specialist_board(text: str) -> str | None:
    """The board of one field of work that a line of the cover names, alone or behind `för`; None for any other line."""
    named = re.fullmatch(r"(?:.*\bför )?(?P<name>[^\d]*(?:nämnden|Kommunstyrelsen))s?\.?", text, re.IGNORECASE)
    known = _SPECIALISTS.get(named["name"].strip().casefold()) if named else None
    return known.name if known else None


def named_alone(text: str) -> str | None:
    """The registered board whose name the whole text is."""
    if specialist := _SPECIALISTS.get(text.removesuffix(".").casefold()):
        return specialist.name
    match = _KNOWN.fullmatch(text)
    return _official(match, "nämnd") if match and _is(match, "nämnd") else None


def unregistered_board(text: str) -> str | None:
    """The unregistered board that the whole line names, as printed; None for any other line, and for a pronoun."""
    named = re.fullmatch(
        r"[A-ZÅÄÖ][\w-]*(?:,? (?:och )?[\w-]+){0,4}(?<=nämnden)|[A-ZÅÄÖ][\w-]+nämnden", text, re.IGNORECASE
    )
    return text if named and text.casefold() not in _PRONOUNS and text[:1].isupper() else None


def area_names(text: str) -> list[str]:
    """The boards whose area a text names without the word stadsdelsnämnd (only those of today)."""
    return [_of_stem(match.group(0)).name for match in _AREA.finditer(text)]


def _is(match: re.Match[str], body: str) -> bool:
    return (match["body"] or match["body_before"] or "nämnd").lower() == body


def _official(match: re.Match[str], body: str) -> str:
    if match["name"] is None or body != "nämnd":
        return _of_stem(match["name"] or match["name_behind"]).name
    return f"{_bare(_of_stem(match['name']))}{match['s'].lower()} {DISTRICT}"


def _of_stem(printed: str) -> Board:
    return next(board for stem, board in _DISTRICTS.items() if re.fullmatch(_spelling(stem), printed, re.IGNORECASE))


def board_key(board: str) -> str:
    """A key in plain letters, the same for all ways to print a board: `hasselby-vallingby`."""
    named = board_names(board)
    known = _KNOWN.fullmatch(board)
    if named and known:
        return _of_stem(known["name"] or known["name_behind"]).board_key
    stem = re.sub(rf"\s+{DISTRICT}$", "", board)
    bare = (held.board_key for name, held in _DISTRICTS.items() if stem in (name, f"{name}s"))
    return next(bare, slug(stem))
