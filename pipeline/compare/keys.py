"""Keys that are the same over boards and years: of an area by its label, of an indicator by its name.

A key depends on its own name alone, so that no other document changes it. Names that are rewordings of each other share
a series, which is the key among theirs that was printed first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.compare.wording import stems
from pipeline.names import Name, same, without_of_which

_SUM = frozenset(["total", "totalt", "summ", "summer", "totalsumm", "nämnd", "hel", "netto", "samtlig"])
TOTAL = "total"


def area_key(label: str) -> str:
    """`varav vuxna` and `Vuxen` → `vux`; any row that sums all areas → `total`."""
    key = same(without_of_which(label))
    return TOTAL if _is_sum(key) else "-".join(key)


def _is_sum(key: Name) -> bool:
    return set(key) <= _SUM and bool({"total", "totalt", "summ", "totalsumm"} & set(key))


def indicator_key(name: str) -> str:
    """The words of the name without endings, in printed order."""
    return "-".join(stems(name))


@dataclass(frozen=True, slots=True)
class Use:
    """Where a key is used: the first plan year, and all documents."""

    first_year: int
    documents: frozenset[str]


def shared_keys(uses: Mapping[str, Use], renamings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The series of each key: of those that `renamings` found to be one thing the one used first.

    Two keys that stand in one document are two things, so a renaming that would join them, directly or by others, joins
    nothing. Independent of the order of `renamings`.
    """
    groups = {key: {key} for key in uses}
    documents = {key: set(use.documents) for key, use in uses.items()}
    for one, other in sorted({(min(pair), max(pair)) for pair in renamings}):
        first, second = groups[one], groups[other]
        if first is second or documents[one] & documents[other]:
            continue
        first |= second
        documents[one] |= documents[other]
        groups.update(dict.fromkeys(second, first))
        documents.update(dict.fromkeys(first, documents[one]))
    eldest = {id(group): min(group, key=lambda key: (uses[key].first_year, key)) for group in groups.values()}
    return {key: eldest[id(group)] for key, group in groups.items()}
