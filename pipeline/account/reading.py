"""Whether a document was read completely. Findings list what was not; this summarises it for the people who run
Tjut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.account.coverage import TABLE
from pipeline.record import Record

# Findings about something on a page that no reader could read.
UNREAD = frozenset({"sida_utan_text", "oläst_tryck", "oläst_figur", "anteckning"})


def gaps(records: Iterable[Record]) -> str | None:
    """What of the document is in no table, in one sentence; None if all of it was read.

    A document is read incompletely when a page or a part of one could not be read, a table or a part of one is not
    interpreted, or a figure of a table is in no stored value.
    """
    return "; ".join(_gaps(list(records))) or None


def _gaps(records: list[Record]) -> Iterator[str]:
    findings = [record.values for record in records if record.table == "finding"]
    unread = {found["page"] for found in findings if found["rule"] in UNREAD and found["severity"] == "error"}
    if unread:
        pages = ", ".join(map(str, sorted(int(str(page)) for page in unread)))
        yield f"{'page' if len(unread) == 1 else 'pages'} {pages} not read in full"
    if count := sum(found["rule"] == "uninterpreted" for found in findings):
        yield f"{count} {'part of a table is' if count == 1 else 'parts of tables are'} not interpreted"
    lost = sum(record.table == "unaccounted_number" and record.values["place"] == TABLE for record in records)
    if lost:
        yield f"{lost} {'figure of a table is' if lost == 1 else 'figures of tables are'} in no stored value"
