"""The register of all contracts."""

from contracts.activity import ACTIVITY
from contracts.adjustment_item import ADJUSTMENT_ITEM
from contracts.attachment import ATTACHMENT
from contracts.board import BOARD
from contracts.budget_adjustment import BUDGET_ADJUSTMENT
from contracts.budget_line import BUDGET_LINE
from contracts.claim import CLAIM
from contracts.comparison import COMPARISON
from contracts.correction import CORRECTION
from contracts.decision import DECISION
from contracts.decision_amount import DECISION_AMOUNT
from contracts.document import DOCUMENT
from contracts.document_coverage import DOCUMENT_COVERAGE
from contracts.expected_result import EXPECTED_RESULT
from contracts.finding import FINDING
from contracts.follow_up import FOLLOW_UP
from contracts.followed_row import FOLLOWED_ROW
from contracts.footnote import FOOTNOTE
from contracts.goal import GOAL
from contracts.held_document import HELD_DOCUMENT
from contracts.indicator import INDICATOR
from contracts.investment import INVESTMENT
from contracts.match import MATCH
from contracts.match_review import MATCH_REVIEW
from contracts.model import Contract
from contracts.naming import NAMING
from contracts.number_kind import NUMBER_KIND
from contracts.part_match import PART_MATCH
from contracts.provenance import PROVENANCE
from contracts.publication import PUBLICATION
from contracts.quarantine import QUARANTINE
from contracts.reallocation import REALLOCATION, REALLOCATION_AREA
from contracts.result_unit import RESULT_UNIT
from contracts.review import REVIEW
from contracts.rule import RULE
from contracts.run import RUN
from contracts.run_document import RUN_DOCUMENT
from contracts.run_quality import RUN_QUALITY
from contracts.section import SECTION
from contracts.signature import SIGNATURE
from contracts.source import SOURCE
from contracts.turnover_change import TURNOVER_CHANGE
from contracts.unaccounted_number import UNACCOUNTED_NUMBER
from contracts.unmapped_table import UNMAPPED_TABLE

# In the order in which they are created and filled: each table comes after those it refers to.
CONTRACTS: dict[str, Contract] = {
    contract.table: contract
    for contract in (
        BOARD,
        RULE,
        DOCUMENT,
        SECTION,
        DECISION,
        DECISION_AMOUNT,
        SIGNATURE,
        ATTACHMENT,
        FOOTNOTE,
        GOAL,
        EXPECTED_RESULT,
        INDICATOR,
        ACTIVITY,
        BUDGET_LINE,
        TURNOVER_CHANGE,
        BUDGET_ADJUSTMENT,
        ADJUSTMENT_ITEM,
        INVESTMENT,
        RESULT_UNIT,
        CLAIM,
        FINDING,
        UNMAPPED_TABLE,
        DOCUMENT_COVERAGE,
        NUMBER_KIND,
        UNACCOUNTED_NUMBER,
        PROVENANCE,
        COMPARISON,
        MATCH,
        MATCH_REVIEW,
        PART_MATCH,
        FOLLOWED_ROW,
        FOLLOW_UP,
        NAMING,
        REALLOCATION,
        REALLOCATION_AREA,
        REVIEW,
        CORRECTION,
        SOURCE,
        HELD_DOCUMENT,
        RUN,
        RUN_DOCUMENT,
        PUBLICATION,
        RUN_QUALITY,
        QUARANTINE,
    )
}
