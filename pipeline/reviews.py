"""Review verdicts: `reviews.csv` beside the warehouse, one verdict per line.

It is the only place for human decisions. Its columns are those of the table `review` (`contracts/review.py` explains
each verdict), except for the id, the line and the status. They are separated by commas, semicolons or tabs; the file is
UTF-8, or as written by Excel on Swedish Windows.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from contracts import CONTRACTS, Column
from contracts.review import VERDICTS

FILE = "reviews.csv"
OF_A_VALUE = ("misread", "document_wrong", "confirmed")
OF_A_PAIR = ("same", "not_same")
OF_A_DOCUMENT = ("accepted", "pinned")
PAIRED = ("indicator", "activity", "goal", "area")
# The columns that each verdict requires.
NEEDED: dict[str, tuple[str, ...]] = {
    "misread": ("document_key", "table_name", "row_id", "column_name", "printed", "corrected"),
    "document_wrong": ("document_key", "table_name", "row_id", "column_name", "printed"),
    "confirmed": ("document_key", "table_name", "row_id", "column_name", "printed"),
    "dismissed": ("document_key", "table_name", "row_id", "printed", "rule"),
    "same": ("table_name", "printed", "corrected"),
    "not_same": ("table_name", "printed", "corrected"),
    "accepted": ("document_key", "sha256"),
    "pinned": ("document_key", "sha256"),
}
TRUE, FALSE = ("true", "ja", "sant", "1"), ("false", "nej", "falskt", "0")
BLANKS = str.maketrans({" ": None, "\u00a0": None, "\u2009": None, "\u202f": None, ",": ".", "\u2212": "-"})


class BadReviews(OSError):
    """The file has errors; the message names each bad line and says what to do."""


@dataclass(frozen=True, slots=True)
class Review:
    """One verdict as written; empty cells are None. `row_id` leaves out the document: `indicator/1.1/3`."""

    line: int
    verdict: str
    reviewed_by: str
    reviewed_on: datetime.date
    document_key: str | None = None
    sha256: str | None = None
    table_name: str | None = None
    row_id: str | None = None
    column_name: str | None = None
    printed: str | None = None
    corrected: str | None = None
    rule: str | None = None
    note: str | None = None

    @property
    def subject(self) -> tuple[str | None, ...]:
        """What the verdict is about; a file may have only one verdict on it."""
        if self.verdict in OF_A_PAIR:
            return (self.table_name, *sorted((self.printed or "", self.corrected or "")))
        if self.verdict == "pinned":
            return ("pinned", self.document_key)
        kind = "accepted" if self.verdict == "accepted" else None
        return (kind, self.document_key, self.sha256, self.table_name, self.row_id, self.column_name)

    @property
    def review_id(self) -> str:
        """A digest of the subject: the same however the file is sorted."""
        return hashlib.sha256(repr(self.subject).encode()).hexdigest()[:16]

    @property
    def digest(self) -> str:
        """A digest of the line's content, wherever in the file it is."""
        said = [getattr(self, field.name) for field in fields(self) if field.name != "line"]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


COLUMNS = tuple(field.name for field in fields(Review) if field.name != "line")


def beside(warehouse: Path) -> Path:
    """The default path of a warehouse's reviews."""
    return warehouse.with_name(FILE)


def read_reviews(path: Path) -> list[Review]:
    """The verdicts in a file, in order; none if it does not exist. Raises BadReviews."""
    try:
        text = _decoded(path.read_bytes())
    except FileNotFoundError:
        return []
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    wrong = _wrong_head(reader.fieldnames or [])
    if wrong:
        raise BadReviews(f"{path}, line 1: {wrong}")
    found, complaints = _lines(reader)
    complaints += _settled_twice(found)
    if complaints:
        raise BadReviews(f"{path} has errors, so nothing was done:\n  " + "\n  ".join(complaints))
    return found


def write_reviews(lines: Iterable[dict[str, Any]], stream: io.TextIOBase | Any, *, head: bool) -> None:
    """Writes lines in the format of the file, to be filled in."""
    writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
    if head:
        writer.writeheader()
    writer.writerows(lines)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _wrong_head(names: Sequence[str]) -> str | None:
    unknown, missing = sorted(set(names) - set(COLUMNS)), [name for name in COLUMNS[:3] if name not in names]
    if not unknown and not missing:
        return None
    said = f"unknown columns {', '.join(unknown)}" if unknown else f"the columns {', '.join(missing)} are missing"
    return f"{said}; the first line must name the columns {', '.join(COLUMNS)}"


def _lines(reader: csv.DictReader[str]) -> tuple[list[Review], list[str]]:
    found: list[Review] = []
    complaints: list[str] = []
    try:
        for row in reader:
            if any((value or "").strip() for value in row.values() if not isinstance(value, list)):
                complaint, review = _review(reader.line_num, row)
                found += [review] if review else []
                complaints += [complaint] if complaint else []
    except csv.Error as error:
        complaints.append(f"line {reader.line_num}: {error}; put text with quotes or line breaks in double quotes")
    return found, complaints


def _review(line: int, row: dict[str, Any]) -> tuple[str | None, Review | None]:
    """An error in a line, or its verdict."""
    if None in row:
        return f"line {line}: more cells than columns; put text with a comma in double quotes", None
    values = {name: " ".join((value or "").split()) or None for name, value in row.items()}
    wrong = _wrong(values)
    if wrong:
        return f"line {line}: {wrong}", None
    on = datetime.date.fromisoformat(values.pop("reviewed_on") or "")
    if (row_id := values.get("row_id")) and not row_id.startswith(f"{values['table_name']}/"):
        values["row_id"] = row_id.partition("/")[2]
    return None, Review(line=line, reviewed_on=on, **values)  # type: ignore[arg-type] # what is needed is there


def _wrong(values: dict[str, str | None]) -> str | None:
    verdict = values["verdict"]
    if verdict not in VERDICTS:
        return f"verdict is {verdict or 'empty'}: it is one of {', '.join(VERDICTS)}"
    missing = [name for name in (*NEEDED[verdict], "reviewed_by") if not values.get(name)]
    if missing:
        return f"{verdict} needs {', '.join(missing)}"
    try:
        datetime.date.fromisoformat(values["reviewed_on"] or "")
    except ValueError:
        return f"reviewed_on is {values['reviewed_on'] or 'empty'}: write a day as 2026-11-20"
    table, column = values.get("table_name") or "", values.get("column_name") or ""
    if verdict in OF_A_PAIR and table not in PAIRED:
        return f"table_name is {table}: a pair of names is of {', '.join(PAIRED)}"
    if verdict == "dismissed" and table != "finding":
        return f"table_name is {table}: what is dismissed is a row of finding"
    return _wrong_value(table, column, values.get("corrected")) if verdict in OF_A_VALUE else None


def _wrong_value(table: str, name: str, corrected: str | None) -> str | None:
    reviewable = {column.name: column for column in reviewable_columns(table)}
    if not reviewable:
        return f"no table {table} can be reviewed: it is one of {', '.join(REVIEWABLE)}"
    if name not in reviewable:
        return f"{table} has no column {name} to review: it is one of {', '.join(reviewable)}"
    try:
        if corrected is not None:
            meant(reviewable[name], corrected)
    except ValueError as error:
        return f"corrected is {corrected}: {error}"
    return None


def _settled_twice(found: Sequence[Review]) -> Iterator[str]:
    first: dict[str, Review] = {}
    for review in found:
        before = first.setdefault(review.review_id, review)
        if before is not review:
            yield f"line {review.line}: line {before.line} has settled the same already; keep one of them"


# The tables that the views read, in which values can be corrected.
REVIEWABLE = ("goal", "indicator", "activity", "decision", "budget_line", "adjustment_item", "investment")


def reviewable_columns(table: str) -> list[Column]:
    """The columns of a table that can be reviewed: not those that identify the row, and none in a table no view
    shows."""
    if table not in REVIEWABLE:
        return []
    contract = CONTRACTS[table]
    names = {"row_id", "document_id", "page", "is_overview", *contract.natural_key}
    return [column for column in contract.staged_columns if column.name not in names]


def meant(column: Column, text: str) -> str:
    """A text as DuckDB casts it to the column's type: `801,3` is 801.3, `ja` is true. Raises ValueError."""
    if column.type in ("number", "mnkr", "sek", "integer", "points"):
        try:
            number = Decimal(text.translate(BLANKS))
        except InvalidOperation:
            raise ValueError("it is no number") from None
        if column.type == "integer" and number != number.to_integral_value():
            raise ValueError("it is no whole number")
        return f"{number:f}"
    if column.type == "boolean":
        if text.casefold() not in (*TRUE, *FALSE):
            raise ValueError("it is true or false")
        return str(text.casefold() in TRUE).lower()
    if column.type == "date":
        return datetime.date.fromisoformat(text).isoformat()
    if column.allowed and text not in column.allowed:
        raise ValueError(f"it is one of {', '.join(column.allowed)}")
    return text
