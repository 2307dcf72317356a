"""The views `activity_year_over_year` and `goal_year_over_year`: one query for two kinds of rows."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from string import Template

SCRIPT = "34_row_year_over_year.sql.template"


@dataclass(frozen=True)
class Kind:
    """What distinguishes the two tables: the columns for their kind and name, and the descriptions of these."""

    kind: str
    trait: str
    name: str
    columns: tuple[str, ...]
    about: str
    comments: dict[str, str]


KINDS = (
    Kind(
        "activity",
        "set_by",
        "name",
        ("set_by", "name", "previous_name", "goal_code", "previous_goal_code"),
        "Aktiviteter år mot år: vad som är nytt, borttaget, omformulerat eller kvar i två planer i följd av en nämnd.",
        {
            "set_by": "Beslutad av: kommunfullmäktige eller nämnd. Exempel: nämnd",
            "name": "Aktivitet: lydelsen i den senare planen; NULL för dropped. "
            "Exempel: Revidera rutinen för tjänsteutlåtanden",
            "previous_name": "Föregående lydelse: i den tidigare planen; NULL för new. "
            "Exempel: Se över rutinen för tjänsteutlåtanden",
        },
    ),
    Kind(
        "goal",
        "level",
        "title",
        ("level", "goal_code", "previous_goal_code", "title", "previous_title"),
        "Mål år mot år: vad som är nytt, borttaget, omformulerat eller kvar i två planer i följd av en nämnd; bara mål "
        "på samma nivå jämförs.",
        {
            "level": "Målnivå: inriktningsmål, områdesmål eller nämndmål. Exempel: nämndmål",
            "title": "Mål: lydelsen i den senare planen; NULL för dropped. Exempel: Äldre är trygga",
            "previous_title": "Föregående lydelse: i den tidigare planen; NULL för new. "
            "Exempel: Äldre känner sig trygga",
        },
    ),
)


def row_year_over_year() -> str:
    """The script of both views."""
    template = Template((files("pipeline.warehouse") / "views" / SCRIPT).read_text("utf-8"))
    return "\n".join(template.substitute(_words(kind)) for kind in KINDS)


def _words(kind: Kind) -> dict[str, str]:
    comments = (
        f"COMMENT ON COLUMN {kind.kind}_year_over_year.{column} IS '{text}';" for column, text in kind.comments.items()
    )
    return {
        "kind": kind.kind,
        "trait": kind.trait,
        "name": kind.name,
        "columns": ", ".join(kind.columns),
        "about": kind.about,
        "comments": "\n".join(comments),
    }
