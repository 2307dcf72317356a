"""The names of boards as they are printed: with and without hyphens, in the genitive, and as the administration's.

The eleven stadsdelsnämnder of 2026, those that were merged into them since 2007 (document.md, `The boards` and `The
family`), and the boards of one field of work. A stadsdelsnämnd with another name is taken as printed.
"""

from __future__ import annotations

import re
import unicodedata

# The stem of each board's name with its hyphens; a genitive s may follow each.
BOARDS = (
    "Bromma",
    "Enskede-Årsta-Vantör",
    "Farsta",
    "Hägersten-Älvsjö",
    "Hässelby-Vällingby",
    "Järva",
    "Kungsholmen",
    "Norra innerstaden",
    "Skarpnäck",
    "Skärholmen",
    "Södermalm",
)
FORMER_BOARDS = (
    "Enskede-Årsta",
    "Hägersten-Liljeholmen",
    "Hägersten",
    "Katarina-Sofia",
    "Kista",
    "Liljeholmen",
    "Maria-Gamla stan",
    "Norrmalm",
    "Rinkeby-Kista",
    "Rinkeby",
    "Spånga-Tensta",
    "Vantör",
    "Älvsjö",
    "Östermalm",
)
# Longer names first: `Rinkeby` begins `Rinkeby-Kista`.
ALL_BOARDS = tuple(sorted((*BOARDS, *FORMER_BOARDS), key=len, reverse=True))
# The boards of one field of work, facknämnder, by their whole names.
SPECIALIST_BOARDS = (
    "Arbetsmarknadsnämnden", "Avfallsnämnden", "Exploateringsnämnden", "Fastighetsnämnden", "Förskolenämnden",
    "Idrottsnämnden", "Kommunstyrelsen", "Kulturnämnden", "Kyrkogårdsnämnden", "Miljö- och hälsoskyddsnämnden",
    "Renhållningsnämnden", "Servicenämnden", "Socialnämnden", "Socialtjänst- och arbetsmarknadsnämnden",
    "Socialtjänstnämnden", "Stadsbyggnadsnämnden", "Trafiknämnden", "Trafik- och renhållningsnämnden",
    "Utbildningsnämnden", "Valnämnden", "Äldrenämnden", "Överförmyndarnämnden",
)  # fmt: skip
# Boards whose name takes a genitive s before `stadsdelsnämnd`.
FORMER_GENITIVE = {"Maria-Gamla stan", "Norrmalm", "Vantör", "Östermalm"}
_GENITIVE = {
    "Enskede-Årsta-Vantör",
    "Kungsholmen",
    "Norra innerstaden",
    "Skarpnäck",
    "Skärholmen",
    "Södermalm",
    *FORMER_GENITIVE,
}


def _spelling(name: str) -> str:
    return re.sub(r"[-\s]+", r"[-–\\s]+", name)


_KNOWN = re.compile(
    "(?P<name>"
    + "|".join(_spelling(name) for name in ALL_BOARDS)
    + r")(?P<s>s?)\s+stadsdels-?\s?(?P<body>nämnd|förvaltning)(?:s|en|ens)?\b",
    re.IGNORECASE,
)
_NAME = r"[A-ZÅÄÖ][a-zåäöé]+"
_ANY = re.compile(
    rf"\b(?P<name>{_NAME}(?:\s?-\s?{_NAME})*(?: och {_NAME})?)\s+stadsdels(?P<body>nämnd|förvaltning)(?:s|en|ens)?\b"
)
_AREA = re.compile("|".join(rf"\b{_spelling(name)}\b" for name in BOARDS))
_HYPHEN = re.compile(r"\s?-\s?")
_NOT_A_NAME = {"Till", "Vår", "Denna", "Varje", "En", "Stockholms", "Respektive", "Berörd", "Aktuell"}


def board_names(text: str, body: str = "nämnd") -> list[str]:
    """The boards named in a text, each as `… stadsdelsnämnd`, hyphens as in the official name, genitive as printed.

    With body `förvaltning` the boards of the administrations named in it (`Farsta stadsdelsförvaltning`).
    """
    known = [_official(match["name"], match["s"], body) for match in _KNOWN.finditer(text) if _is(match, body)]
    if known:
        return known
    return [
        _HYPHEN.sub("-", match["name"]) + " stadsdelsnämnd"
        for match in _ANY.finditer(text)
        if match["name"] not in _NOT_A_NAME and _is(match, body)
    ]


def specialist_board(text: str) -> str | None:
    """The board of one field of work that a line of the cover names, alone or behind `för`; None for any other line."""
    named = re.fullmatch(r"(?:.*\bför )?(?P<name>[^\d]*(?:nämnden|Kommunstyrelsen))\.?", text, re.IGNORECASE)
    known = {name.casefold(): name for name in SPECIALIST_BOARDS}
    return known.get(named["name"].strip().casefold()) if named else None


def area_names(text: str) -> list[str]:
    """The boards whose area a text names without the word stadsdelsnämnd (only those with a name of their own)."""
    return [_official(match.group(0), "s", "förvaltning") for match in _AREA.finditer(text)]


def _is(match: re.Match[str], body: str) -> bool:
    return match["body"].lower() == body


def _official(printed: str, genitive: str, body: str) -> str:
    name = next(name for name in ALL_BOARDS if re.fullmatch(_spelling(name), printed, re.IGNORECASE))
    if body != "nämnd":
        genitive = "s" if name in _GENITIVE else ""
    return f"{name}{genitive.lower()} stadsdelsnämnd"


def board_key(board: str) -> str:
    """A key in plain letters, the same for all ways to print a board: `hasselby-vallingby`."""
    stem = re.sub(r"\s+stadsdelsnämnd$", "", board)
    known = next((name for name in ALL_BOARDS if stem in (name, f"{name}s")), stem)
    return slug(known)


def slug(text: str) -> str:
    """A text in plain letters and digits, with hyphens between words."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
