"""Vilken rad i en uppföljning som är om vilken rad i planen: table `follow_up`."""

from contracts.common import DOCUMENT_ID, MATCH_SCORE, ROW_ID
from contracts.match import METHOD
from contracts.model import Column, Contract

FOLLOW_UP = Contract(
    table="follow_up",
    term="Uppföljning",
    row="En indikator i en gällande uppföljning och samma indikator i nämndens plan för året. Tveksamma par står också "
    "i match_review.",
    key=("row_id",),
    references={"document_id": "document", "plan_document_id": "document"},
    staged=False,
    columns=(
        DOCUMENT_ID,
        ROW_ID,
        Column(
            "plan_document_id",
            "text",
            "Planens dokument-id",
            "Den gällande planen för nämnd och år.",
            "farsta-2026-0574426b0bb7c1d2e3f405162738495a",
        ),
        Column("plan_row_id", "text", "Planens rad-id", "Raden i planen.", "farsta-2026-0574426b…/indicator/1.1/3"),
        MATCH_SCORE,
        METHOD,
        Column("doubtful", "boolean", "Tveksam", "Sant där paret bör granskas.", "false"),
    ),
)
