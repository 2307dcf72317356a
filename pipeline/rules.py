"""The descriptions of the rules behind findings, in Swedish: table `rule`.

A rule that checks a document against itself is described in the docstring of its function (`pipeline.reconcile`).
Findings from reading and the account have no function of their own: they are declared here.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass

_FIELD = re.compile(r"^(Jämför|Tolerans|Exempel): ", re.MULTILINE)
NO_TOLERANCE = "ingen."


@dataclass(frozen=True, slots=True)
class Explained:
    """A rule: what it compares, within which tolerance, and what it may say; `severity` is the usual one."""

    rule: str
    title: str
    compares: str
    tolerance: str
    severity: str
    example: str


def explained(rule: str, severity: str, text: str | None) -> Explained:
    """A rule from its docstring: a title, then `Jämför:`, `Tolerans:` where there is one, and `Exempel:`.

    Raises ValueError for a text that lacks one of them.
    """
    title, *parts = _FIELD.split(inspect.cleandoc(text or ""))
    said = {name: " ".join(told.split()) for name, told in zip(parts[::2], parts[1::2], strict=True)}
    if not (title.strip() and {"Jämför", "Exempel"} <= said.keys()):
        raise ValueError(f"rule {rule} does not say in its docstring what it is (title, Jämför:, Exempel:)")
    tolerance = said.get("Tolerans", NO_TOLERANCE)
    return Explained(rule, title.strip().removesuffix("."), said["Jämför"], tolerance, severity, said["Exempel"])


def _told(rule: str, severity: str, title: str, compares: str, example: str) -> Explained:
    return Explained(rule, title, compares, NO_TOLERANCE, severity, example)


# Findings from reading, parsing, the account and publishing.
TOLD = {
    told.rule: told
    for told in (
        _told(
            "andra_läsaren",
            "error",
            "En andra läsare ser något annat",
            "Varje lagrad cell, och bokstäver och siffror på varje sida, mot vad en annan läsare (pdfium) ser där; och "
            "varje rad och cell mot dokumentets egna taggar, där det har några. Fel där siffror skiljer sig eller "
            "taggarna har andra rader eller celler, annars en varning.",
            "”801,3” är läst på sida 57; den andra läsaren läser ”807,3” i samma ruta.",
        ),
        _told(
            "anteckning",
            "warning",
            "Anteckning eller formulärfält",
            "Vad som står på sidan mot vad som hör till dess text. Fel där anteckningen inte kunde läsas.",
            "En kommentar är klistrad över sida 12.",
        ),
        _told(
            "delad_rad",
            "note",
            "En rad som ett sidslut skär itu",
            "De sista raderna på en sida mot de första på nästa, som visar var sin hälft av samma rad.",
            "Raden ”Andel nöjda 90 %” är delad mellan sida 4 och sida 5 och är läst en gång.",
        ),
        _told(
            "document_kind",
            "warning",
            "Dokumentets slag är oklart",
            "Titeln mot de slag av dokument som är kända.",
            "Titeln säger inte vilken del av året dokumentet gäller.",
        ),
        _told(
            "doubled_heading",
            "warning",
            "En rubrik är tryckt två gånger",
            "Rubrikerna med varandra; den andra är fogad till den första.",
            "Rubriken ”Äldreomsorg” står två gånger i följd.",
        ),
        _told(
            "ersatta_siffror",
            "error",
            "Filen anger andra siffror än sidan visar",
            "Siffrorna som syns mot dem som filen anger i deras ställe; de som syns är lästa.",
            "Sida 3 visar 801,3 men filen anger 807,3.",
        ),
        _told(
            "fotnotsmärke",
            "note",
            "Upphöjt märke",
            "Tecknens läge mot raden: upphöjda märken hör inte till orden och talen framför.",
            "801,3 med en upphöjd etta är lagrat som 801,3.",
        ),
        _told(
            "korsad_text",
            "error",
            "Siffror som är korsade",
            "Streck som går på snedden mot siffrorna under; de är lästa ändå.",
            "Ett kryss går genom 801,3 på sida 57.",
        ),
        _told(
            "oläst_figur",
            "error",
            "En bild eller ett ritat tecken i en tabell",
            "Små bilder och former i tabeller och intill tal mot de tecken som filen anger.",
            "En siffra i en tabell på sida 40 är en bild.",
        ),
        _told(
            "oläst_tryck",
            "error",
            "Tryck som inte kunde läsas",
            "Vad som är tryckt på sidan mot de tecken som filen anger.",
            "En tabell på sida 40 är en bild.",
        ),
        _told(
            "osynlig_text",
            "warning",
            "Text som inte syns",
            "Filens tecken mot sidans bild; text som ingen ser är inte läst.",
            "Vit text på sida 1 är inte läst.",
        ),
        _told(
            "otydlig_siffra",
            "error",
            "En siffra syns inte hel",
            "Siffrornas bild mot hur samma siffra ser ut på andra ställen i dokumentet.",
            "”801,3” på sida 57 är till hälften övermålad.",
        ),
        _told(
            "page_order",
            "warning",
            "Sidorna ligger i annan ordning",
            "De tryckta sidnumren mot ordningen i filen.",
            "Sida 12 ligger efter sida 13 i filen.",
        ),
        _told(
            "row_without_ruling",
            "warning",
            "Två rader utan linje emellan",
            "En tabells linjer mot orden, som säger att det är två rader.",
            "Ingen linje skiljer raden ”Andel nöjda elever” från raden ovanför.",
        ),
        _told(
            "sida_utan_text",
            "error",
            "En sida utan text",
            "Sidans bild mot dess text: sidan är en bild eller tom. En varning efter den sista sidan med text.",
            "Sida 14 är en bild utan text.",
        ),
        _told(
            "siffra_dubbel",
            "warning",
            "Ett typsnitt anger en siffra två gånger",
            "Typsnittets egen tabell mot siffrorna 0 till 9.",
            "Två tecken heter 3 och inget heter 8.",
        ),
        _told(
            "siffra_ser_annorlunda_ut",
            "error",
            "En siffra ser ut som en annan",
            "Bilden av siffror, minus, plus, komman och blanktecken i tal mot vad filen kallar dem.",
            "”801,3” på sida 57 ser ut som ”807,3”.",
        ),
        _told(
            "siffror_av_olika_storlek",
            "error",
            "Siffror av olika storlek eller höjd i ett tal",
            "Storlek och läge i höjdled hos de siffror som är lästa som ett tal.",
            "”82” på sida 9 har en stor 8 och en liten 2.",
        ),
        _told(
            "siffror_på_varandra",
            "error",
            "Siffror tryckta ovanpå varandra",
            "Platsen för varje siffra mot dem som är tryckta på samma rad.",
            "På sida 9 står 85 och 90 på samma plats.",
        ),
        _told(
            "source_mismatch",
            "error",
            "En annan fil än den som listan anger",
            "Omslagets nämnd, slag, period och år mot dem som sources.toml anger för filen.",
            "Listan säger farsta 2026, omslaget bromma 2026.",
        ),
        _told(
            "styrtecken",
            "warning",
            "Styrtecken i texten",
            "Textens tecken mot dem som kan skrivas ut; de andra är utelämnade.",
            "3 styrtecken på sida 2 är utelämnade.",
        ),
        _told(
            "target_uninterpreted",
            "warning",
            "Ett årsmål utan tolkning",
            "Årsmålets ord mot de sätt att skriva ett tal eller en riktning som är kända; texten är lagrad.",
            "”Enligt plan” är lagrat som text, inte som tal.",
        ),
        _told(
            "tecken_utan_betydelse",
            "error",
            "Tecken som filen inte ger någon betydelse",
            "Vad som är tryckt mot de tecken som filen anger.",
            "12 tecken på sida 8 saknar betydelse.",
        ),
        _told(
            "text_uninterpreted",
            "warning",
            "Text som inte kunde tolkas",
            "Text utanför tabeller mot vad den borde vara; den är lagrad som text.",
            "Dokumentet har ingen rubrik för beslut: inga beslut är lagrade.",
        ),
        _told(
            "unaccounted",
            "warning",
            "Tal eller rader som inte är lagrade",
            "Varje tryckt tal och varje tryckt rad mot de lagrade värdena.",
            "3 tal i en tabell på sida 57 finns inte i något lagrat värde.",
        ),
        _told(
            "uninterpreted",
            "warning",
            "En tabell eller rad som inte kunde tolkas",
            "Varje tabell och dess rader mot de tabeller och kolumner som är kända; den är lagrad som den står.",
            "Okänd tabell under ”Lokaler”.",
        ),
        _told(
            "upphöjd_siffra",
            "warning",
            "En upphöjd siffra efter 10",
            "Upphöjda siffror, som läses som fotnotsmärken, mot talet framför: efter 10 kan de vara en potens.",
            "”10³” på sida 12 är läst som 10 med en fotnot.",
        ),
        _told(
            "överstruken_text",
            "warning",
            "Överstruken text",
            "Streck genom texten; det överstrukna är inte läst.",
            "”801,3” på sida 57 är överstruket och inte läst.",
        ),
    )
}
