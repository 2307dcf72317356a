"""Charts as Vega-Lite. Colours are CSS variables of the page, so that light, dark and print need no second chart.

Lengths in a chart are floats; text about them is made from the Decimal.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

from pipeline.report.figures import mnkr, percent
from pipeline.report.model import Chart
from pipeline.report.queries import Fetched

UP, DOWN = "ökar", "minskar"
TONES = {UP: "up", DOWN: "down"}
# The number of areas or indicators that can be read at once; the table has them all.
MOST_YEARS = 6
# The number of colours in report.css.
SERIES = 8
# Pixels: a bar that stands alone, and one of several.
BAR, OF_SEVERAL = 18, 10
# Of the amount beside a bar, which must not stand over the name at the axis.
LABEL = 48


def way(change: Decimal | None) -> str:
    """Which way a change goes."""
    return UP if change and change > 0 else DOWN if change and change < 0 else ""


def tone(change: Decimal | None) -> str:
    """The colour of a change."""
    return TONES.get(way(change), "")


def changes(board: str, pairs: list[Fetched], table: str) -> Chart | None:
    """Bars to both sides: the change of each area. None where nothing can be compared."""
    import altair as alt

    values = [
        {
            "område": pair["area"],
            "förändring": float(pair["change_mnkr"]),
            "riktning": way(pair["change_mnkr"]),
            "text": mnkr(pair["change_mnkr"], signed=True),
            "procent": percent(pair["change_percent"]),
        }
        for pair in pairs
        if pair["change_mnkr"] and not pair["is_total"] and not pair["parent_area"]
    ]
    if not values:
        return None
    values.sort(key=lambda value: -value["förändring"])
    base = alt.Chart(_data(values)).encode(y=_names("område"))
    shrinks = any(value["riktning"] == DOWN for value in values)
    bars = base.mark_bar(cornerRadius=2).encode(
        x=_lengths("förändring", "mnkr", room=LABEL if shrinks else 0),
        color=_colours("riktning", {UP: "var(--up)", DOWN: "var(--down)"}, legend=False),
        tooltip=[_said("område", "Område"), _said("text", "Förändring, mnkr"), _said("procent", "Förändring")],
    )
    sides: tuple[tuple[str, Literal["left", "right"], int], ...] = ((UP, "left", 4), (DOWN, "right", -4))
    labels = [
        base.transform_filter(f"datum.riktning == '{where}'")
        .mark_text(align=align, dx=shift, color="var(--ink)")
        .encode(x="förändring:Q", text="text:N")
        for where, align, shift in sides
        if any(value["riktning"] == where for value in values)
    ]
    years = f"{pairs[0]['previous_fiscal_year']}–{pairs[0]['fiscal_year']}"
    largest = max(values, key=lambda value: abs(value["förändring"]))
    return _chart(
        f"{board}-diagram-förändring",
        f"Förändring per område {years}, mnkr",
        f"Stapeldiagram över hur {len(values)} områdens nettobudget ändras {years}. "
        f"Störst är ändringen för {largest['område']}: {largest['text']} mnkr ({largest['procent']}).",
        table,
        alt.layer(bars, *labels),
        [value["område"] for value in values],
    )


def budget_years(board: str, by_year: list[Fetched], table: str) -> Chart | None:
    """Each area's own plan figures, a bar for each plan. None where there is one year only."""
    import altair as alt

    planned = [
        row for row in by_year if row["basis"] == "verksamhetsplan" and not row["is_total"] and not row["parent_area"]
    ]
    years = sorted({row["fiscal_year"] for row in planned})[-MOST_YEARS:]
    if len(years) < 2:
        return None
    names = {row["area_series"]: row["area"] for row in reversed(planned)}
    values = [
        {
            "område": names[row["area_series"]],
            "år": str(row["fiscal_year"]),
            "belopp": float(row["amount_mnkr"]),
            "text": mnkr(row["amount_mnkr"]),
        }
        for row in planned
        if row["fiscal_year"] in years and row["amount_mnkr"] is not None
    ]
    bars = (
        alt.Chart(_data(values))
        .mark_bar(cornerRadius=1)
        .encode(
            x=_lengths("belopp", "mnkr"),
            y=_names("område", sort=alt.EncodingSortField("belopp", op="max", order="descending")),
            yOffset="år:N",
            color=_colours("år", dict(zip(map(str, years), shades(len(years)), strict=True))),
            tooltip=[_said("område", "Område"), _said("år", "Plan för"), _said("text", "Nettobudget, mnkr")],
        )
    )
    return _chart(
        f"{board}-diagram-år",
        f"Nettobudget per område, plan {years[0]}–{years[-1]}, mnkr",
        f"Stapeldiagram över {len(names)} områdens nettobudget enligt planerna för {', '.join(map(str, years))}.",
        table,
        bars,
        list(dict.fromkeys(value["område"] for value in values)),
        list(map(str, years)),
    )


def targets(board: str, year: int, indicators: list[Fetched], table: str) -> Chart | None:
    """Where the board's target in percent differs from KF's: both on one line. None where none differs."""
    import altair as alt

    values = [
        {
            "indikator": row["name"],
            "nämnd": float(row["target_value"]),
            "kf": float(row["kf_target_value"]),
            "nämndtext": row["target_text"],
            "kftext": row["kf_target_text"],
        }
        for row in indicators
        if row["target_unit"] == row["kf_target_unit"] == "%"
        and None not in (row["target_value"], row["kf_target_value"])
        and row["target_value"] != row["kf_target_value"]
    ]
    if not values:
        return None
    said = [
        _said("indikator", "Indikator"),
        _said("nämndtext", "Nämndens årsmål"),
        _said("kftext", "Kommunfullmäktiges årsmål"),
    ]
    order = alt.EncodingSortField("nämnd", op="max", order="descending")
    base = alt.Chart(_data(values)).encode(y=_names("indikator", sort=order), tooltip=said)
    line = base.mark_rule(color="var(--muted)", strokeWidth=2).encode(
        x=_lengths("nämnd", "procent", from_zero=False), x2="kf:Q"
    )
    marks = {"nämnd": "Nämnden", "kf": "Kommunfullmäktige"}
    points = [
        base.transform_calculate(vem=f"'{who}'")
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            x=f"{column}:Q",
            color=_colours("vem", {"Nämnden": "var(--accent)", "Kommunfullmäktige": "var(--kf)"}),
            shape=alt.Shape("vem:N", scale=alt.Scale(domain=list(marks.values()), range=["circle", "diamond"])),
        )
        for column, who in marks.items()
    ]
    return _chart(
        f"{board}-diagram-mål",
        f"Årsmål {year} som skiljer sig från kommunfullmäktiges, procent",
        f"Punktdiagram över {len(values)} indikatorer där nämndens årsmål i procent för {year} inte är "
        "kommunfullmäktiges.",
        table,
        alt.layer(line, *points),
        [value["indikator"] for value in values],
        list(marks.values()),
    )


def boards(figures: list[Fetched], table: str) -> Chart | None:
    """The planned net budgets of the newest year: of each area a bar for each board, or with more boards than there are
    colours the boards' totals. None for one board."""
    import altair as alt

    year = max((row["plan_year"] for row in figures), default=0)
    figures = [row for row in figures if row["plan_year"] == year and row["amount_mnkr"] is not None]
    names = {row["area_series"]: row["area"] for row in reversed(figures)}
    keys = sorted({row["board"] for row in figures})
    values = [
        {
            "område": names[row["area_series"]],
            "nämnd": row["board"],
            "belopp": float(row["amount_mnkr"]),
            "text": mnkr(row["amount_mnkr"]),
        }
        for row in figures
        if not row["is_total"] and not row["parent_area"]
    ]
    if len(keys) > SERIES:
        return _totals([row for row in figures if row["is_total"] and not row["parent_area"]], year, table)
    if len(keys) < 2 or not values:
        return None
    bars = (
        alt.Chart(_data(values))
        .mark_bar(cornerRadius=1)
        .encode(
            x=_lengths("belopp", "mnkr"),
            y=_names("område", sort=alt.EncodingSortField("belopp", op="max", order="descending")),
            yOffset="nämnd:N",
            color=_colours("nämnd", {key: f"var(--series-{n})" for n, key in enumerate(keys)}),
            tooltip=[_said("område", "Område"), _said("nämnd", "Nämnd"), _said("text", "Nettobudget, mnkr")],
        )
    )
    says = f"Stapeldiagram över nettobudgeten per område i {len(keys)} nämnders planer för {year}."
    told = list(dict.fromkeys(value["område"] for value in values))
    return _chart(
        "nämnder-diagram", f"Nettobudget per område och nämnd, plan {year}, mnkr", says, table, bars, told, keys
    )


def _totals(totals: list[Fetched], year: int, table: str) -> Chart | None:
    """The planned net budget of each board, one bar each. None where fewer than two plans state a total."""
    import altair as alt

    values = [
        {"nämnd": row["board"], "belopp": float(row["amount_mnkr"]), "text": mnkr(row["amount_mnkr"])} for row in totals
    ]
    if len(values) < 2:
        return None
    order = alt.EncodingSortField("belopp", op="max", order="descending")
    base = alt.Chart(_data(values)).encode(y=_names("nämnd", sort=order), x=_lengths("belopp", "mnkr"))
    bars = base.mark_bar(cornerRadius=2, color="var(--accent)").encode(
        tooltip=[_said("nämnd", "Nämnd"), _said("text", "Nettobudget, mnkr")]
    )
    labels = base.mark_text(align="left", dx=4, color="var(--ink)").encode(text="text:N")
    return _chart(
        "nämnder-diagram",
        f"Nettobudget per nämnd, plan {year}, mnkr",
        f"Stapeldiagram över hela nettobudgeten i {len(values)} nämnders planer för {year}.",
        table,
        alt.layer(bars, labels),
        [value["nämnd"] for value in values],
    )


def shades(count: int) -> list[str]:
    """A colour for each of `count` years: the newest in the accent, the others ever paler."""
    return [
        f"color-mix(in srgb, var(--accent) {100 - 70 * n // max(1, count - 1)}%, var(--paper))" for n in range(count)
    ][::-1]


def _data(values: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.Data(values=values)  # type: ignore[no-untyped-call]


def _names(field: str, sort: Any = None) -> Any:
    import altair as alt

    return alt.Y(f"{field}:N", title=None, sort=sort, axis=alt.Axis())


def _lengths(field: str, title: str, from_zero: bool = True, room: int = 0) -> Any:
    """An axis with `room`, in pixels, for words beyond the bars on either side."""
    import altair as alt

    axis = alt.Axis(tickCount=6)
    return alt.X(f"{field}:Q", title=title, axis=axis, scale=alt.Scale(zero=from_zero, nice=True, padding=room))


def _said(field: str, title: str) -> Any:
    import altair as alt

    return alt.Tooltip(f"{field}:N", title=title)


def _colours(field: str, colours: dict[str, str], legend: bool = True) -> Any:
    import altair as alt

    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    told = alt.Legend(title=None, orient="top") if legend else None
    return alt.Color(f"{field}:N", scale=scale, legend=told)


def _chart(
    key: str, title: str, says: str, table: str, drawn: Any, names: list[str], series: Sequence[str] = ()
) -> Chart:
    """`names` stand at the axis, `series` in the legend: the page knows its width and finds room for them."""
    several = len(series) if "yOffset" in drawn.to_dict().get("encoding", {}) else 0
    longest = max(map(len, series), default=0)
    room = {"names": list(dict.fromkeys(names)), "legend": longest, "bar": several * OF_SEVERAL if several else BAR}
    spec = drawn.properties(width="container", usermeta=room).to_dict()
    return Chart(key, title, says, table, spec)
