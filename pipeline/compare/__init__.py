"""Finds rows of successive plans that are about the same thing, and keys by which boards can be compared.

Uses no SQL: names in, pairs and keys out. Results only depend on the two documents that are compared.
"""

from pipeline.compare.keys import Use, area_key, indicator_key, shared_keys
from pipeline.compare.matching import Item, Match, Review, match
from pipeline.compare.reviewed import Verdicts

__all__ = [
    "Item",
    "Match",
    "Review",
    "Use",
    "Verdicts",
    "area_key",
    "indicator_key",
    "match",
    "shared_keys",
]
