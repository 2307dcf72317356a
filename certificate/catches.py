"""Who notices a mistake: the reader's own check, contracts, rules, the account of what is printed, a second reader."""

from __future__ import annotations

from collections.abc import Callable

from certificate.sample import Reading, Sampled
from pipeline.read.second_count import differs_from_pdfium
from pipeline.stage import ContractBroken, rows_of, tables_of

Catch = Callable[[Sampled, Reading], bool]


def count_of_characters(one: Sampled, mutated: Reading) -> bool:
    """Does the reader's check against pdfium's count of characters send the pages to another reader, or refuse them?"""
    if mutated.document is one.reading.document:
        return False
    exactly = mutated.document.reader == "pdf_oxide"
    return differs_from_pdfium(mutated.document.pages, one.path.read_bytes(), exactly=exactly) is not None


def contracts(one: Sampled, mutated: Reading) -> bool:
    """Is there a contract that the rows break?"""
    try:
        tables_of(rows_of(mutated.extraction))
    except ContractBroken:
        return True
    return False


def rules(one: Sampled, mutated: Reading) -> bool:
    """Is there an error or a warning that the right reading has not?"""
    return bool(mutated.contradictions - one.reading.contradictions)


def account(one: Sampled, mutated: Reading) -> bool:
    """Are printed numbers or lines unaccounted for that are in a value of the right reading?"""
    return bool(mutated.unaccounted - one.reading.unaccounted)


def second_reader(one: Sampled, mutated: Reading) -> bool:
    """Does another library, which reads each stored cell again in the file, read something else?"""
    return bool(mutated.read_otherwise(one.path) - one.reading.read_otherwise(one.path))


CATCHES: dict[str, Catch] = {
    "characters": count_of_characters,
    "contracts": contracts,
    "rules": rules,
    "account": account,
    "second reader": second_reader,
}
