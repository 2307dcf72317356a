"""Numbers as Swedish readers write them: decimal comma, a narrow no-break blank between thousands, a real minus."""

from __future__ import annotations

from decimal import Decimal

BLANK = "\u202f"
MINUS = "\u2212"
MISSING = "\u2013"


def swedish(value: Decimal | int | None, least: int = 0, signed: bool = False) -> str:
    """`value` with all its decimals, at least `least` of them; `signed` puts a plus before what is above 0."""
    if value is None:
        return MISSING
    exact = Decimal(value).normalize()
    exponent = exact.as_tuple().exponent
    decimals = max(least, -exponent if isinstance(exponent, int) else 0)
    digits = f"{abs(exact):,.{decimals}f}".replace(",", BLANK).replace(".", ",")
    return _sign(exact, signed) + digits


def mnkr(value: Decimal | None, signed: bool = False) -> str:
    """Millions of kronor, with one decimal as plans print them, or with more where there are more."""
    return swedish(value, 1, signed)


def percent(value: Decimal | None) -> str:
    """A change in percent, with its sign."""
    return MISSING if value is None else f"{swedish(value, 1, signed=True)}{BLANK}%"


def kronor(value: Decimal | None) -> str:
    """An amount in kronor."""
    return MISSING if value is None else f"{swedish(value)}{BLANK}kr"


def _sign(value: Decimal, signed: bool) -> str:
    if value < 0:
        return MINUS
    return "+" if signed and value > 0 else ""
