"""The views of current rows: `document`, `indicator_by_year` and so on, made from the contracts of their tables.

Each has the rows of current editions (except for `document`, only verksamhetsplaner), preceded by board and year; its
columns are those of the table, with the same comments.
"""

from __future__ import annotations

from dataclasses import dataclass

from contracts import CONTRACTS
from contracts.sql import address, quoted
from pipeline.warehouse.reviewed_rows import TRUST_COMMENT

# Columns that only say which edition is current, or how a row was made.
OF_THE_READING = ("is_current", "content_sha256", "code_version", "libraries", "reader", "media_type")
OF_THE_PLAN = ("board", "board_key", "plan_year", "document_key")

# Registers that do not belong to a document.
AS_THEY_ARE = ("board", "rule")


@dataclass(frozen=True, slots=True)
class CurrentRows:
    """A view: its name, the table whose rows it shows, its Swedish description, and the key that plans share, if
    any."""

    view: str
    table: str
    comment: str
    shared_key: tuple[str, str] | None = None  # the kind in `naming`, and the column with the name


VIEWS = (
    CurrentRows(
        "goal_by_year",
        "goal",
        "Mål: varje inriktningsmål, områdesmål och nämndmål i de planer som gäller.",
    ),
    CurrentRows(
        "indicator_by_year",
        "indicator",
        "Indikatorer: varje indikator med årsmål i de planer som gäller. Samma indikator kan stå under flera mål.",
        ("indicator", "name"),
    ),
    CurrentRows("activity_by_year", "activity", "Aktiviteter: varje aktivitet i de planer som gäller."),
    CurrentRows(
        "decision_by_year",
        "decision",
        "Beslut: varje punkt i förslaget till beslut i de planer som gäller. Vad ett belopp är säger action: "
        "där den börjar med ansöker söks pengarna, en anmälan nämner dem bara. Lägg inte ihop belopp av olika action: "
        "de är inte nämndens budget.",
    ),
    CurrentRows(
        "application_by_year",
        "adjustment_item",
        "Ansökningar: varje stycke i de planer som gäller där förvaltningen ansöker om medel. Beloppen är vad som "
        "söks, inte nämndens budget.",
    ),
    CurrentRows(
        "investment_by_year",
        "investment",
        "Investeringar: varje namngiven investering i de planer som gäller. Beloppen är inte nämndens budget.",
    ),
)


def current_views() -> str:
    """The script that creates the views and their comments."""
    return "\n".join([_document(), *map(_as_it_is, AS_THEY_ARE), *map(_rows, VIEWS)])


def _document() -> str:
    return _script(
        "document",
        "Dokument: de som gäller, ett för varje nämnd, slag och år; alla utgåvor står i base.document.",
        *_whole("document", "WHERE is_current ORDER BY board_key, document_key"),
    )


def _as_it_is(table: str) -> str:
    contract = CONTRACTS[table]
    return _script(table, contract.comment, *_whole(table, f"ORDER BY {', '.join(contract.key)}"))


def _whole(table: str, which: str) -> tuple[str, dict[str, str]]:
    """A query on a table, without columns that only describe the reading, and the comments on its columns."""
    comments = {column.name: column.comment for column in CONTRACTS[table].columns if column.name not in OF_THE_READING}
    return f"SELECT {', '.join(comments)} FROM {address(table)} {which}", comments


def _rows(made: CurrentRows) -> str:
    contract = CONTRACTS[made.table]
    document = {column.name: column for column in CONTRACTS["document"].columns}
    comments = {name: document[name].comment for name in OF_THE_PLAN}
    listed = [f"document.{name}" for name in OF_THE_PLAN]
    joined = ""
    if made.shared_key:
        kind, name = made.shared_key
        comments |= {f"{kind}_key": _comment("naming", "key"), "series_key": _comment("naming", "series_key")}
        listed += [f"naming.key AS {kind}_key", "naming.series_key"]
        joined = f" LEFT JOIN base.naming ON naming.kind = '{kind}' AND naming.name = line.{name}"
    comments |= {column.name: column.comment for column in contract.columns}
    listed += [f"line.{column.name}" for column in contract.columns]
    printed = ", ".join(f"line.{name}" for name in ("document_id", "page", *contract.natural_key))
    query = (
        f"SELECT {', '.join(listed)}, line.trust FROM {address(f'reviewed_{made.table}')} AS line "
        f"JOIN {address('document')} AS document USING (document_id){joined} "
        "WHERE document.is_current AND document.document_type = 'verksamhetsplan' "
        f"ORDER BY document.board_key, document.plan_year DESC, {printed}"
    )
    return _script(made.view, made.comment, query, comments | {"trust": TRUST_COMMENT})


def _comment(table: str, name: str) -> str:
    (column,) = [column for column in CONTRACTS[table].columns if column.name == name]
    return column.comment


def _script(view: str, comment: str, query: str, comments: dict[str, str]) -> str:
    told = [f"COMMENT ON VIEW {view} IS {quoted(comment)};"]
    told += [f"COMMENT ON COLUMN {view}.{name} IS {quoted(text)};" for name, text in comments.items()]
    return "\n".join([f"CREATE VIEW {view} AS {query};", *told])
