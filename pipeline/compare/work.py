"""How much work two plans may be, counted and not timed: what is too much is so on every machine and in every run."""

from __future__ import annotations

# In pairs of words that are compared, some ten seconds. Two real plans take 0.3 million.
MOST_WORK = 10_000_000
# A comparison of two words costs more the longer they are.
LETTERS_A_STEP = 16


class TooMuch(Exception):
    """The names of two plans are too many, too long or too much alike to be compared."""


class Work:
    """What comparing the names of two plans has taken so far."""

    def __init__(self) -> None:
        self._done = 0

    def takes(self, steps: int) -> None:
        """Counts further steps, before they are done. Raises TooMuch."""
        self._done += steps
        if self._done > MOST_WORK:
            raise TooMuch

    def compares(self, word: str, others: int) -> None:
        """Counts one word that is compared with others. Raises TooMuch."""
        self.takes(others * (1 + len(word) // LETTERS_A_STEP))
