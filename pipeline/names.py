"""When two printed names mean the same thing: the same words in another form, or a pair in `synonyms.txt`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

SYNONYMS = Path(__file__).with_name("synonyms.txt")
# Words that do not help to tell which area is meant.
_EMPTY = frozenset(
    ["och", "för", "av", "i", "med", "till", "samt", "varav", "verksamhet", "verksamheten", "drift", "investering"]
)
# All endings of a word, not just the last: `verksamheten` and `verksamhet` both lose -et.
_ENDINGS = re.compile(r"(?<=\w{4})(?:arnas?|ernas?|ornas?|ens?|ets?|er|ar|or|an|a|n)+$")
_OF_WHICH = re.compile(r"^varav\s+", re.IGNORECASE)

Name = tuple[str, ...]


@cache
def words(name: str) -> Name:
    """The distinctive words of a name, without endings: `Individ- och familjeomsorgen` → individ, …"""
    spelled = name.casefold().replace("&", " och ").replace("inkl.", "inklusive ")
    spelled = re.sub(r"\binkl\b", "inklusive", spelled)
    found = re.findall(r"[^\W_]+", spelled)
    telling = [word for word in found if word not in _EMPTY] or found
    return tuple(_ENDINGS.sub("", word) for word in telling)


@cache
def same(name: str) -> Name:
    """A key shared by all names of one thing."""
    key = words(name)
    return _groups().get(key, key)


def another_word(one: str, other: str) -> bool:
    """Whether two names of one thing use different words, so that readers should be informed."""
    return words(one) != words(other) and any({words(one), words(other)} <= group for group in _told_groups())


def without_of_which(label: str) -> str:
    """`varav vuxna` → `vuxna`."""
    return _OF_WHICH.sub("", label)


@cache
def _lines() -> tuple[str, ...]:
    text = SYNONYMS.read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def _groups() -> dict[Name, Name]:
    """Maps each name in the file to the first name on its line."""
    parted = [[words(name) for name in re.split(r"\s[=~]\s", line)] for line in _lines()]
    return {name: group[0] for group in parted for name in group}


@cache
def _told_groups() -> tuple[frozenset[Name], ...]:
    return tuple(frozenset(words(name) for name in re.split(r"\s[=~]\s", line)) for line in _lines() if " ~ " in line)
