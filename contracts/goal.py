"""Ett mål i målträdet: table `goal`."""

from contracts.common import DOCUMENT_ID, GOAL_CODE, OF_DOCUMENT, ORDINAL, PAGE, ROW_ID
from contracts.model import Column, Contract

GOAL = Contract(
    table="goal",
    term="Mål",
    row="Ett mål i målträdet.",
    natural_key=("goal_code",),
    counted=False,
    references=OF_DOCUMENT,
    columns=(
        ROW_ID,
        DOCUMENT_ID,
        ORDINAL,
        GOAL_CODE,
        Column(
            "level",
            "text",
            "Målnivå",
            "Inriktningsmål, mål för verksamhetsområdet eller nämndmål.",
            "nämndmål",
            allowed=("inriktningsmål", "områdesmål", "nämndmål"),
        ),
        Column("parent_code", "text", "Överordnat mål", "Numret på målet ovanför.", "1.2", nullable=True),
        Column("title", "text", "Mål", "Målets lydelse.", "Äldre är trygga"),
        Column(
            "description",
            "text",
            "Beskrivning",
            "Styckena under Beskrivning, ett radbyte mellan två.",
            "För att …",
            nullable=True,
        ),
        Column(
            "is_numbered",
            "boolean",
            "Numrerat",
            "Falskt för ett nämndmål som är tryckt utan nummer; dess goal_code är räknad.",
            "true",
        ),
        Column(
            "fulfilment",
            "text",
            "Måluppfyllelse",
            "Om målet uppfylls, där en uppföljning säger det; NULL där den säger olika saker.",
            "delvis",
            allowed=("helt", "delvis", "ej"),
            nullable=True,
        ),
        Column(
            "fulfilment_text",
            "text",
            "Måluppfyllelse, lydelse",
            "Det som uppföljningen säger om det, som det är tryckt.",
            "Nämndens mål för året bedöms uppfyllas delvis.",
            nullable=True,
        ),
        PAGE,
    ),
)
