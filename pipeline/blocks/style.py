"""How lines are printed: the style of the running text, and its right margin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipeline.document import Line, Style


class Typography:
    """What is usual in one document: its body style, its line pitch by style, its right margin by left margin."""

    def __init__(self, lines: Iterable[Line]) -> None:
        printed = [line for line in lines if line.words]
        styles: Counter[Style] = Counter()
        pitches: dict[Style, Counter[float]] = {}
        self._reach: dict[int, list[float]] = {}
        self._margins: dict[int, float | None] = {}
        previous: Line | None = None
        for line in printed:
            style = line.style
            styles[style] += len(line.text)
            if previous and previous.box and line.box and previous.page == line.page and previous.style == style:
                pitch = round(line.box.top - previous.box.top, 1)
                if 0 < pitch < 3 * style.size:
                    pitches.setdefault(style, Counter())[pitch] += 1
            if line.box:
                self._reach.setdefault(round(line.box.x0 / 4), []).append(line.box.x1)
            previous = line
        self.body = styles.most_common(1)[0][0] if styles else Style(12.0, "", False, False)
        self._pitch = {style: count.most_common(1)[0][0] for style, count in pitches.items()}

    def pitch(self, style: Style) -> float:
        """The usual distance from line to line in this style, in points."""
        known = self._pitch.get(style) or self._pitch.get(self.body, 1.2 * self.body.size) * style.size / self.body.size
        return min(known, 1.6 * style.size)

    def right_margin(self, line: Line) -> float:
        """How far to the right lines reach that begin where this one begins."""
        if line.box is None:
            return 0.0
        slot = round(line.box.x0 / 4)
        if slot not in self._margins:
            reach = sorted(x1 for near in (slot - 1, slot, slot + 1) for x1 in self._reach.get(near, []))
            self._margins[slot] = reach[int(0.97 * (len(reach) - 1))] if reach else None
        margin = self._margins[slot]
        return line.box.x1 if margin is None else margin

    def ends_early(self, line: Line, following: Line) -> bool:
        """Whether the first word of the following line would have fitted at the end of this one."""
        if line.box is None or not following.words:
            return False
        first = following.words[0]
        return self.right_margin(line) - line.box.x1 > first.box.width + 0.8 * first.size
