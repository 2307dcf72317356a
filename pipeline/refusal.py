"""Why a file is not read: a closed list of reasons, each with what to do about it."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """The closed list of reasons for which a file is refused."""

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
    Reason.EMPTY: "The file has no content. Fetch it again from its source.",
    Reason.NOT_PDF: "Only PDF and plain text are read. Save or export the document as PDF.",
    Reason.DAMAGED: "The file is broken. Fetch it again, or open it in a viewer and print it to a new PDF.",
    Reason.ENCRYPTED: "The file needs a password. Ask the publisher for an open copy.",
    Reason.DYNAMIC_FORM: "Only Adobe Reader shows what is in it. Open it there, and print it to a new PDF.",
    Reason.NO_TEXT_LAYER: "The pages hold pictures or unmapped glyphs, no text. Get the original, or run OCR first.",
    Reason.NOT_A_TJANSTEUTLATANDE: "This is no document of a board of Stockholms stad. Move it out of the folder.",
    Reason.BOARD_UNCLEAR: "It may be of either of two boards. Look at its cover; a page of another may be in it.",
    Reason.PAGES_MISSING: "Pages are missing, doubled or out of order. Fetch the whole document again.",
    Reason.READ_IN_PART: "Two readers disagree on how much the file holds. Print it to a new PDF and try that.",
    Reason.TOO_LARGE: "The file is over the size limit. Raise the limit if the file is right.",
    Reason.TOO_MANY_ROWS: "No plan has so many. See whether the file is several documents in one, and take it apart.",
    Reason.TOO_MUCH_TO_COMPARE: "See whether it is a plan. If it is, please report it with the message above.",
    Reason.TOO_SLOW: "Reading took longer than the time limit. Raise the limit if the file is right.",
    Reason.TOO_MUCH_MEMORY: "Reading took more memory than the limit. Raise the limit if the file is right.",
    Reason.UNREADABLE: "The file cannot be opened. Check that it exists and that you may read it.",
    Reason.CRASHED: "Tjut failed on this file. Please report it with the message above.",
}


class Refused(Exception):
    """A file that is not read, with its reason and with what was seen in it.

    Raised by reading and parsing, caught once for each file by the run; nothing of the file is stored.
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
        """Exceptions cross the border of the worker process by pickling."""
        return (Refused, (self.reason, self.seen))
