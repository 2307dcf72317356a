"""What layout hands to a producer: pages with marks at their places, in points from the top left corner."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text, from its left end on its baseline."""

    x: float
    baseline: float
    text: str
    face: str
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin straight line."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Shade:
    """A rectangle filled with the colour of a table's header."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The little picture that marks an indicator set by kommunfullmäktige."""

    x: float
    top: float
    size: float


Mark = Text | Rule | Shade | Picture


@dataclass(slots=True)
class Sheet:
    """One page."""

    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)
