"""The certificate as a page of markdown. No clock: the same results give the same page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from certificate.catches import CATCHES
from certificate.documents import Judged
from certificate.kinds import KINDS
from certificate.plants import PLANTS
from certificate.recall import Verdict
from certificate.sample import Score, added
from certificate.trial import REFUSED, Examined, Trial
from certificate.visibility import TRAPS, Sight
from pipeline.version import code_version, library_versions

CAUGHT_BY = {
    REFUSED: "parsing refuses the document",
    "characters": "the reader's check against pdfium's count of characters on each page",
    "contracts": "a contract of a table",
    "rules": "a new error or warning of a rule",
    "account": "the account of printed numbers and lines",
    "second reader": "another library, which reads each cell again in its box, and the characters of each page",
}


@dataclass(frozen=True)
class Results:
    """All that was tried. `alarms` are the errors found in each of the plans without contradictions, by seed; `sights`
    are traps for who reads a text layer and does not look at the page; `documents` are judged as a whole."""

    examined: Sequence[Examined]
    verdicts: Sequence[Verdict]
    alarms: dict[int, list[str]]
    sights: Sequence[Sight] = ()
    documents: Sequence[Judged] = ()

    @property
    def trials(self) -> list[Trial]:
        return [trial for one in self.examined for trial in one.trials]


def page(results: Results) -> str:
    """The whole page."""
    parts = (_head, _documents, _sample, _cells, _mutations, _holes, _plants, _false_alarms, _sights, _limits)
    return "\n".join(line for part in parts for line in (*part(results), "")).rstrip() + "\n"


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"| --- |{' ---: |' * (len(header) - 1)}"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"


def _share(score: Score) -> str:
    """`99.8 % (99.5 to 99.9)`."""
    if not score.cells:
        return ""
    low, high = (f"{100 * bound:.2f}" for bound in score.interval)
    return f"{100 * score.right / score.cells:.2f} % ({low} to {high})"


def _seeds(seeds: Iterable[int]) -> str:
    held = sorted(set(seeds))
    return f"{held[0]} to {held[-1]}" if held else "none"


def _head(results: Results) -> Iterator[str]:
    yield "# Accuracy certificate"
    yield ""
    yield "How accurate extraction is on documents with known content, and how many possible mistakes would be noticed."
    yield "Written by `make certificate`; the same code, libraries and seeds give the same page. Shares are given with"
    yield "their 95 % Clopper-Pearson interval."
    yield ""
    yield "Everything was measured on documents made for the purpose. There was no published document of a board for"
    yield "which somebody had written down every row."


def _documents(results: Results) -> Iterator[str]:
    yield "## Documents read whole"
    yield ""
    yield "The unit is a document: *right* means that every row of every table was read as it was made; *reported*,"
    yield "that one was not, but a finding (`unaccounted`, `uninterpreted`, `andra_läsaren`) says so; *silent*, that"
    yield "nothing does. The documents and their layouts are drawn at random, seeded by the version of the package, so"
    yield "no mistake in them was fixed beforehand. typst, fpdf2 and xhtml2pdf are used only for the certificate."
    yield "Documents made by others are kept beside the project where it is developed, and mistakes in reading them"
    yield "have been fixed."
    yield ""
    yield from _table(
        ("producer", "documents", "right", "reported", "refused", "silent", "right: share (interval)"),
        [*_producer_rows(results), _documents_row("**all**", results.documents)],
    )
    yield ""
    silent = [one for one in results.documents if one.verdict == "silent"]
    yield from (f"- silent, {one.producer}, {one.name}: {one.faults[0]}" for one in silent)


def _producer_rows(results: Results) -> Iterator[tuple[object, ...]]:
    for producer in dict.fromkeys(one.producer for one in results.documents):
        yield _documents_row(producer, [one for one in results.documents if one.producer == producer])


def _documents_row(name: str, documents: Sequence[Judged]) -> tuple[object, ...]:
    verdicts = Counter(one.verdict for one in documents)
    others = (verdicts[verdict] or "" for verdict in ("told", "refused", "silent"))
    return name, len(documents), verdicts["right"], *others, _share(Score(verdicts["right"], len(documents)))


def _sample(results: Results) -> Iterator[str]:
    yield "## The sample of cells and mistakes"
    yield ""
    producers = Counter(one.producer for one in results.examined)
    readers = Counter(one.reader for one in results.examined)
    libraries = ", ".join(f"{name} {version}" for name, version in library_versions().items())
    yield f"- Code: `{code_version()}`; {libraries}"
    yield (
        f"- {len(results.examined)} plans, {sum(one.pages for one in results.examined)} pages, seeds "
        f"{_seeds(one.seed for one in results.examined)}: random plans that say their figures several times "
        "(`tests/press/statements.py`) in random layouts (`tests/support/layouts.py`)"
    )
    yield f"- Set by {_counted(producers)}; read by {_counted(readers)}"


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))


def _cells(results: Results) -> Iterator[str]:
    yield "## Cells read correctly"
    yield ""
    by_table = added(one.scores for one in results.examined)
    rows = [(f"`{table}`", score.cells, score.right, _share(score)) for table, score in by_table.items()]
    whole = sum(by_table.values(), Score(0, 0))
    rows.append(("**all**", whole.cells, whole.right, _share(whole)))
    yield from _table(("table", "cells", "right", "share (interval)"), rows)


def _mutations(results: Results) -> Iterator[str]:
    mutated = [trial for trial in results.trials if trial.outcome == "mutated"]
    yield "## Deliberate mistakes in extraction"
    yield ""
    yield "Each kind of mistake is made in each document at a random place: a reader's mistakes in its pages, a"
    yield "parser's in the records. A mistake that changes no stored value is equivalent and does not count. It can be"
    yield "caught by:"
    yield ""
    yield from (f"- *{name}*: {CAUGHT_BY[name]}" for name in _catchers())
    yield ""
    yield f"Caught: **{_share(_caught(mutated))}** of {len(mutated)}."
    yield ""
    header = ("mistake", "of the", "made", "equivalent", "caught", *_catchers())
    yield from _table(header, (_kind_row(kind, results.trials) for kind in KINDS))
    yield ""
    alone = Counter(trial.caught_by[0] for trial in mutated if len(trial.caught_by) == 1)
    yield f"Caught by only one: {_counted(alone)}."


def _catchers() -> tuple[str, ...]:
    return (REFUSED, *CATCHES)


def _kind_row(kind: str, trials: Sequence[Trial]) -> tuple[object, ...]:
    own = [trial for trial in trials if trial.kind == kind]
    outcomes = Counter(trial.outcome for trial in own)
    by = Counter(name for trial in own for name in trial.caught_by)
    caught = sum(1 for trial in own if trial.caught_by)
    counts = [by[name] or "" for name in _catchers()]
    return (kind, KINDS[kind].of, outcomes["mutated"], outcomes["equivalent"] or "", caught, *counts)


def _caught(trials: Sequence[Trial]) -> Score:
    return Score(sum(1 for trial in trials if trial.caught_by), len(trials))


def _holes(results: Results) -> Iterator[str]:
    yield "### Unnoticed mistakes"
    yield ""
    missed = [trial for trial in results.trials if trial.outcome == "mutated" and not trial.caught_by]
    if not missed:
        yield "No mistake of the sample passed unseen."
        return
    yield "Mistakes that nothing caught:"
    yield ""
    for kind in dict.fromkeys(trial.kind for trial in missed):
        own = [trial for trial in missed if trial.kind == kind]
        seeds = "; ".join(f"seed {trial.seed} ({trial.changed})" for trial in own)
        yield f"- {kind}: {len(own)}, in {seeds}"


def _plants(results: Results) -> Iterator[str]:
    found = Score(sum(verdict.found for verdict in results.verdicts), len(results.verdicts))
    yield "## Contradictions planted in documents"
    yield ""
    yield "Each is planted at a random place in a consistent plan; the plan is made, read, and checked by the rules."
    yield "*Blamed*: where several sums involve a figure, the finding names the planted cell and no other."
    yield ""
    seeds = _seeds(verdict.seed for verdict in results.verdicts)
    yield f"Found: **{_share(found)}** of {len(results.verdicts)}, seeds {seeds}."
    yield ""
    yield from _table(("contradiction", "planted", "found", "blamed"), (_plant_row(k, results) for k in PLANTS))


def _plant_row(kind: str, results: Results) -> tuple[object, ...]:
    own = [verdict for verdict in results.verdicts if verdict.kind == kind]
    crossing = [verdict for verdict in own if verdict.blamed is not None]
    blamed = f"{sum(1 for verdict in crossing if verdict.blamed)} of {len(crossing)}" if crossing else ""
    return kind, len(own), sum(verdict.found for verdict in own), blamed


def _false_alarms(results: Results) -> Iterator[str]:
    told = [f"seed {seed}: {message}" for seed, messages in results.alarms.items() for message in messages]
    yield "## False alarms"
    yield ""
    yield (
        f"{len(told)} findings of severity `error` in {len(results.alarms)} plans that agree with themselves "
        f"(seeds {_seeds(results.alarms)})."
    )
    yield from (f"- {line}" for line in told)


def _sights(results: Results) -> Iterator[str]:
    verdicts = Counter(sight.verdict for sight in results.sights)
    yield "## Figures that look different from their text layer"
    yield ""
    yield "At a random figure of a budget table, something is added that a person sees but the text layer does not"
    yield "have, or the other way round; the document is read again. *Right*: every figure in its tables is now what a"
    yield "person sees. *Reported*: it is not, but a finding says so. *Silent*: nothing does."
    yield ""
    yield (
        f"Silent: **{_share(Score(verdicts['silent'], len(results.sights)))}** of {len(results.sights)}, seeds "
        f"{_seeds(sight.seed for sight in results.sights)}, set by "
        f"{_counted(Counter(sight.producer for sight in results.sights))}."
    )
    yield ""
    yield from _table(("trap", "made", "right", "reported", "silent"), (_sight_row(trap, results) for trap in TRAPS))
    yield ""
    yield "Not measured: text in hidden layers, under a picture or clipped; letters; digits that a font maps wrongly;"
    yield "rotated pages. The tests try these one by one, not at random places."


def _sight_row(trap: str, results: Results) -> tuple[object, ...]:
    own = Counter(sight.verdict for sight in results.sights if sight.trap == trap)
    return trap, own.total(), own["right"], own["told"] or "", own["silent"] or ""


def _limits(results: Results) -> Iterator[str]:
    yield "## What this does not show"
    yield ""
    yield "- The documents are made by this project's typesetter. Real documents can differ in ways it does not know."
    yield "- Kinds of mistakes that are not in the table are not measured; kinds are not weighted by frequency."
    yield "- What is caught is reported as a finding or stops the document; it is not corrected."
    yield "- A text file has no positions: mistakes that only positions reveal go unnoticed there."
