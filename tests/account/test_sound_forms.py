"""Forms of other years that are read rightly are told by nothing: no rule, no account and no second reader."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipeline.extract import extract
from tests.support.print_pdf import print_pdf

PLAN = """Farsta stadsdelsnämnd
Tjänsteutlåtande
Dnr: 12-2014-1.1.
2014-12-04

Till
Farsta stadsdelsnämnd

# Verksamhetsplan 2015

# Förslag till beslut

1. Nämnden fastställer en omslutning om 1,2 miljarder kronor.

Eva Ek
stadsdelsdirektör

# KF:s inriktningsmål: 1. Ett Stockholm som håller samman

# KF:s mål för verksamhetsområdet: 1.1 Alla barn lär sig simma

# Nämndmål: Bad är öppna

# Förväntat resultat

• Alla som vill kan bada.

• Baden är rena varje dag.

|Indikator|Utfall|Utfall kvinnor|Utfall män|Måluppfyllelse|Årsmål|Period
|Andel simkunniga|82 %|84 %|80 %|Uppfylls delvis|90 %|År
|Andel badande|72 %|74 %|70 %|Uppfylls helt|70 %|Tertial

|Aktivitet|Startdatum|Slutdatum
|Måla badet|2015-1-1|2015-06-30
|Öppna badet|15 maj 2015|2015-9-1

# Övrigt

{filling}

Nämnden arbetar vidare med frågorna under året.
"""


@pytest.mark.parametrize("name", ["plan.pdf", "plan.txt"])
def test_nothing_is_told_of_what_is_read_rightly(name: str, tmp_path: Path) -> None:
    """The last line stands at the foot of the cover's page, in smaller print than its headings."""
    text = PLAN.format(filling="Staden har många bad som ska vara öppna för alla. " * 13)
    plain = text.replace("# ", "").replace("\n|", "\n").replace("|", " ")
    (tmp_path / name).write_bytes(print_pdf(text) if name.endswith("pdf") else plain.encode())
    assert extract(str(tmp_path / name), name, str(tmp_path / "staged"), "pdf_oxide")["fate"] == "published"
    told, activities = (
        duckdb.sql(f"SELECT {columns} FROM '{tmp_path}/staged/*/{table}.parquet'").fetchall()
        for table, columns in (("finding", "rule, message"), ("activity", "starts_on::VARCHAR, ends_on::VARCHAR"))
    )
    assert told == []
    assert activities == [("2015-01-01", "2015-06-30"), ("2015-05-15", "2015-09-01")]
