"""Columns shared by many tables."""

from contracts.model import Column

ROW_ID = Column(
    "row_id",
    "text",
    "Rad-id",
    "Radens beständiga namn: dokument, tabell och radens egen nyckel.",
    "farsta-2026-0574426b…/indicator/1.1/3",
)
DOCUMENT_ID = Column(
    "document_id",
    "text",
    "Dokument-id",
    "Källfilen: nämnd, år och början av filens sha256.",
    "farsta-2026-0574426b0bb7c1d2e3f405162738495a",
)
PAGE = Column("page", "integer", "Sida", "Sidan i filen där raden börjar, räknat från 1.", "17", least=1)
ORDINAL = Column("ordinal", "integer", "Löpnummer", "Radens plats i tryckt ordning, från 1.", "3", least=1)
GOAL_CODE = Column(
    "goal_code",
    "text",
    "Målnummer",
    "Målets nummer som det är tryckt. Ett nämndmål utan nummer räknas under målet ovanför: 1.1.n1.",
    "1.2.1",
    pattern=r"\d+(\.\d+)*(\.n\d+)?",
)
SET_BY = Column(
    "set_by",
    "text",
    "Beslutad av",
    "Vem som satt målet: fullmäktige under ett områdesmål, nämnden under ett nämndmål.",
    "nämnd",
    allowed=("kommunfullmäktige", "nämnd"),
)
BUDGET_KIND = Column(
    "budget_kind",
    "text",
    "Budgetslag",
    "Drift eller investering.",
    "drift",
    nullable=True,
    allowed=("drift", "investering"),
)
CATEGORY_KEY = Column(
    "category_key",
    "text",
    "Kategorinyckel",
    "Samma för tabellens och rubrikens namn på en kategori: förenar ansökningarnas tabell med deras stycken.",
    "biologisk-mångfald",
)
IS_TOTAL = Column("is_total", "boolean", "Summarad", "Sant för en rad som summerar andra.", "false")
LABEL = Column("label", "text", "Radrubrik", "Radens rubrik som den är tryckt.", "varav vuxna")
PARENT_LABEL = Column(
    "parent_label",
    "text",
    "Överordnad rad",
    "För en varav-rad rubriken på raden som den är en del av; den ska inte läggas till en gång till.",
    "Individ- och familjeomsorg",
    nullable=True,
)
# Parts of a document that are not content: cover, margins, contents, repeated headers.
AROUND = "kring texten"
NUMBER_PLACE = Column(
    "place",
    "text",
    "Plats",
    "Var talen står; kring texten är omslag, marginaler, innehållsförteckning och upprepade kolumnrubriker.",
    "tabell",
    allowed=("tabell", "löptext", AROUND),
)

OF_DOCUMENT = {"document_id": "document"}
OF_TWO_DOCUMENTS = {**OF_DOCUMENT, "previous_document_id": "document"}
PREVIOUS_DOCUMENT_ID = Column(
    "previous_document_id",
    "text",
    "Föregående dokument-id",
    "Nämndens närmast tidigare plan; saknas ett år är den äldre än ett år.",
    "farsta-2025-1c8d0f6be2aa",
)
PREVIOUS_ROW_ID = Column(
    "previous_row_id",
    "text",
    "Föregående rad-id",
    "Raden i den tidigare planen.",
    "farsta-2025-1c8d0f6be2aa/indicator/1.1/2",
)
MATCH_KIND = Column(
    "kind",
    "text",
    "Slag",
    "Vad raderna är; ett område är en rad i översikten, med row_id för dess första siffra.",
    "indicator",
    allowed=("indicator", "activity", "goal", "area"),
)
MATCH_SCORE = Column("score", "number", "Likhet", "Hur lika raderna är, från 0 till 1.", "0.91")
