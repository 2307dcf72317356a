"""Text that a file gives in place of what is drawn (/ActualText, ISO 32000-1, 14.9.4): what is drawn is read, and told
where a figure says something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from pipeline.document import Page, ReadingFinding
from pipeline.read.pdfium import seen


def replaced_figures(pages: Sequence[Page], numbers: Collection[int], content: bytes) -> Iterator[ReadingFinding]:
    """An error for each of these pages on which pdfium, which takes the other text, reads other digits than `pages`
    have."""
    for page in pages:
        if page.number in numbers:
            read = Counter(char for line in page.lines for char in line.text if char.isdecimal())
            if read != Counter(char for char in seen(content).text(page.number) if char.isdecimal()):
                message = f"På sida {page.number} anger filen andra siffror än de som är tryckta; de tryckta är lästa."
                yield ReadingFinding("ersatta_siffror", "error", message, page.number)
