"""Why a file was refused: a closed list of reasons, each with advice."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """The closed list of reasons for refusing a file."""

    EMPTY = "empty"
    NOT_PDF = "not_pdf"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    DYNAMIC_FORM = "dynamic_form"
    NO_TEXT_LAYER = "no_text_layer"
    NOT_A_TJANSTEUTLATANDE = "not_a_tjänsteutlåtande"
    BOARD_UNCLEAR = "board_unclear"
    PAGES_MISSING = "pages_missing"
    READ_IN_PART = "read_in_part"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MUCH_TO_COMPARE = "too_much_to_compare"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    UNREADABLE = "unreadable"
    CRASHED = "crashed"


ADVICE: dict[Reason, str] = {
    Reason.EMPTY: "The file is empty. Download it again.",
    Reason.NOT_PDF: "Only PDF and plain text can be read. Save or export the document as PDF.",
    Reason.DAMAGED: "The file is damaged. Download it again, or open it in a viewer and print it to a new PDF.",
    Reason.ENCRYPTED: "The file needs a password. Ask the publisher for an open copy.",
    Reason.DYNAMIC_FORM: "Only Adobe Reader can show its content. Open it there and print it to a new PDF.",
    Reason.NO_TEXT_LAYER: "The pages hold pictures or unmapped glyphs, not text. Get the original, or run OCR first.",
    Reason.NOT_A_TJANSTEUTLATANDE: "This is not a document of a board of Stockholms stad. Move it out of the folder.",
    Reason.BOARD_UNCLEAR: "It could belong to more than one board. Check its cover and for pages of another document.",
    Reason.PAGES_MISSING: "Pages are missing, duplicated or out of order. Download the complete document again.",
    Reason.READ_IN_PART: "Two PDF libraries disagree on what the file contains. Print it to a new PDF and try that.",
    Reason.TOO_LARGE: "The file exceeds the size limit. If it is the right file, raise the limit.",
    Reason.TOO_MANY_ROWS: "No plan has this many rows. If the file is several documents in one, split it.",
    Reason.TOO_MUCH_TO_COMPARE: "Check whether it is a plan. If it is, please report it with the message above.",
    Reason.TOO_SLOW: "It exceeded the time limit. If it is the right file, raise the limit.",
    Reason.TOO_MUCH_MEMORY: "It exceeded the memory limit. If it is the right file, raise the limit.",
    Reason.UNREADABLE: "The file cannot be opened. Check that it exists and that you have permission to read it.",
    Reason.CRASHED: "Tjut failed on this file. Please report it with the message above.",
}


class Refused(Exception):
    """A file was refused; carries the reason and what was seen in the file.

    Raised by reading and parsing and caught once per file by the run; nothing from the file is stored.
    """

    def __init__(self, reason: Reason, seen: str) -> None:
        super().__init__(f"{reason}: {seen}")
        self.reason = reason
        self.seen = seen

    @property
    def advice(self) -> str:
        """What the user can do about it."""
        return ADVICE[self.reason]

    def __reduce__(self) -> tuple[type[Refused], tuple[Reason, str]]:
        """Makes the exception picklable, so that it can leave the worker process."""
        return (Refused, (self.reason, self.seen))
