"""A seeded sample of layouts and plans: what `tests/tables/test_layouts.py` sets and reads back."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from pipeline.parse import parse
from pipeline.read import read
from pipeline.record import Extraction
from tests.press.producers import missing, set_plan
from tests.press.random_plan import random_plan
from tests.press.style import MINUS, NARROW, NO_BREAK, THIN, Producer, Style

Row = tuple[Any, ...]

# Each trait with the values it is tried with.
TRAITS: dict[str, tuple[Any, ...]] = {
    "size": (10, 11.5, 12),
    "table_size": (8, 9, 10),
    "letter_spacing": (0, 0.2),
    "soft_hyphens": (False, True),
    "ligatures": (False, True),
    "minus": ("-", MINUS),
    "thousands": (" ", NO_BREAK, THIN, NARROW),
    "bullet": ("•", "-"),
    "break_at_hyphens": (True, False),
    "line_end_blank": (True, False),
    "rules": ("all", "horizontal", "none"),
    "shaded_header": (True, False),
    "repeat_header": (True, False),
    "icons": ("pictures", "empty", "absent"),
    "label_share": (0.18, 0.24, 0.3),
    "cell_padding": (2, 3, 4),
    "align": ("top", "middle", "bottom"),
    "table_break": ("natural", "last_row", "split_row"),
    "cover": (True, False),
    "contents": (True, False),
    "folio": ("header", "footer", "number", "none"),
    "heading_weight": ("bold", "size"),
    "level5": ("italic", "bold"),
    "paragraph_gap": (3, 5, 8),
    "decisions": ("narrow", "wide"),
    "decision_blank": ("blank", "none", "mixed"),
    "goal_number": ("mixed", "1.1.1 ", "1.1.1.", "1.1.1. "),
    "landscape": ("none", "budget", "all"),
    "turned": (0, 90, 180, 270),
    "order": ("right", "swapped", "doubled"),
}
# Characters that the core fonts have no glyph for, or whose code readers take for a blank or a letter.
EMBEDDED_ONLY = ("minus", "thousands", "ligatures", "soft_hyphens")


def random_style(seed: int) -> Style:
    """A style with each trait drawn at random. Where the pages bear no numbers nothing tells their order."""
    draw = random.Random(seed)
    drawn = {trait: draw.choice(values) for trait, values in TRAITS.items()}
    producers = [name for name in ("reportlab", "pdfium", "weasyprint") if missing(name) is None]
    family = draw.choice(("press", "times", "helvetica"))
    style = Style(producer=draw.choice(producers), body=family, headings=family, tables=family)
    if family != "press":
        drawn |= {trait: TRAITS[trait][0] for trait in EMBEDDED_ONLY}
    if drawn["folio"] == "none":
        drawn["order"] = "right"
    return replace(style, **drawn)


# What web pages can, and the other producers cannot.
WEB_TRAITS: dict[str, tuple[Any, ...]] = {
    "header_align": ("center", "right", "left"),
    "striped": (True, False),
    "hyphens": ("auto", "manual"),
    "tagged": (True, False),
}


def web_style(seed: int, producer: Producer) -> Style:
    """A style of a producer that sets web pages, with each trait drawn at random."""
    draw = random.Random(seed)
    drawn = {trait: draw.choice(values) for trait, values in WEB_TRAITS.items()}
    return replace(random_style(seed), producer=producer, order="right", turned=0, **drawn)


def traits_of(style: Style) -> Counter[str]:
    """Each trait of a style with its value, as a report names them."""
    return Counter(f"{field.name} = {getattr(style, field.name)!r}" for field in fields(style))


def read_back(seed: int, folder: Path) -> tuple[Style, dict[str, list[Row]], dict[str, list[Row]]]:
    """The style of a seed, the rows that were set with it, and the rows that were read."""
    from tests.press.records import records_of

    plan, style = random_plan(seed), random_style(seed)
    path = set_plan(plan, style, folder / f"{seed}.pdf")
    return style, rows_of_records(records_of(plan)), rows_of_extraction(parse(read(path)))


def rows_of_records(records: dict[str, Any]) -> dict[str, list[Row]]:
    """What was set, table by table, each row with the columns that the document prints."""
    document = records["document"]
    return {
        "document": [(document["board"], document["plan_year"], document["signed_by"])],
        "decision": [
            (d["number"], d["text"], d["action"], d["budget_kind"], number(d["amount_sek"]))
            for d in records["decisions"]
        ],
        "goal": [(g["code"], g["level"], g["parent"], g["title"]) for g in records["goals"]],
        "goal_description": [(g["code"], folded(g["text"])) for g in records["goal_descriptions"]],
        "expected_result": [(e["code"], e["ordinal"], e["text"]) for e in records["expected_results"]],
        "indicator": [
            (i["goal_code"], i["ordinal"], i["name"], i["target_text"], i["kf_target_text"], i["periodicity"])
            for i in records["indicators"]
        ],
        "activity": [(a["goal_code"], a["ordinal"], a["name"], a["start"], a["end"]) for a in records["activities"]],
        "budget_line": [
            (table["title"], row["label"], column, number(value))
            for table in records["budget_tables"]
            for row in table["rows"]
            for column, value in zip(table["columns"], row["values"], strict=True)
            if value is not None
        ],
        "turnover_change": [
            (t["label"], number(t["costs"]), number(t["income"]), number(t["net"])) for t in records["turnover_changes"]
        ],
        "budget_adjustment": [
            (a["kind"], a["category"], a["count"], number(a["amount_mnkr"]), a["is_total"])
            for a in records["adjustments"]
        ],
        "adjustment_item": [
            (a["kind"], a["category"], number(a["amount_mnkr"]), folded(a["text"])) for a in records["adjustment_items"]
        ],
        "investment": [(i["name"], number(i["amount_mnkr"])) for i in records["investments"]],
        "result_unit": [(u["area"], u["name"]) for u in records["result_units"]],
    }


COLUMNS: dict[str, tuple[str, ...]] = {
    "document": ("board", "plan_year", "signed_by"),
    "decision": ("number", "text", "action", "budget_kind", "amount_sek"),
    "goal": ("goal_code", "level", "parent_code", "title"),
    "goal_description": ("goal_code", "description"),
    "expected_result": ("goal_code", "ordinal", "text"),
    "indicator": ("goal_code", "ordinal", "name", "target_text", "kf_target_text", "periodicity"),
    "activity": ("goal_code", "ordinal", "name", "starts_on", "ends_on"),
    "budget_line": ("table_title", "label", "column_text", "amount_mnkr"),
    "turnover_change": ("label", "costs_mnkr", "income_mnkr", "net_mnkr"),
    "budget_adjustment": ("budget_kind", "category", "application_count", "amount_mnkr", "is_total"),
    "adjustment_item": ("budget_kind", "category", "amount_mnkr", "text"),
    "investment": ("name", "amount_mnkr"),
    "result_unit": ("area", "name"),
}


def rows_of_extraction(extraction: Extraction) -> dict[str, list[Row]]:
    """What was read, in the same columns."""
    rows: dict[str, list[Row]] = {table: [] for table in COLUMNS}
    for record in (extraction.document, *extraction.records):
        tables = [record.table]
        if record.table == "goal" and record.values["description"] is not None:
            tables.append("goal_description")
        for table in tables:
            if table in COLUMNS:
                rows[table].append(tuple(_plain(record.values.get(column)) for column in COLUMNS[table]))
    return rows


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return folded(value) if isinstance(value, str) else number(value)


def folded(text: str) -> str:
    """White space folded: a description's paragraphs are compared as one text."""
    return " ".join(text.split())


def number(value: Any) -> Any:
    """A Decimal as the number it is, anything else as it stands."""
    return value if value is None or isinstance(value, bool | int) else round(float(value), 6)


def differences(wanted: dict[str, list[Row]], found: dict[str, list[Row]]) -> list[str]:
    """Each row that is missing and each that is too many, in words."""
    told = []
    for table, rows in wanted.items():
        missing_rows, extra = Counter(rows) - Counter(found[table]), Counter(found[table]) - Counter(rows)
        told += [f"{table}: not read {row}" for row in missing_rows.elements()]
        told += [f"{table}: not set {row}" for row in extra.elements()]
    return told
