"""`--metrics FILE`: the metrics of a run in Prometheus text format, for node_exporter's textfile collector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from pipeline.commands.figures import Figures, figures
from pipeline.ledger import Ledger
from pipeline.run.batch import Report


def write_metrics(report: Report, warehouse: Path, file: Path) -> None:
    """Replaces `file` with one rename, so that nobody reads half of it. Raises OSError."""
    registry = CollectorRegistry()
    told = figures(warehouse, Ledger(warehouse).entries())
    _of_the_run(report, told, registry)
    _of_what_is_published(told, registry)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_to_textfile(str(file), registry)


def _of_the_run(report: Report, told: Figures, registry: CollectorRegistry) -> None:
    last = told.last
    _one("tjut_last_run_id", "Number of the last run.", last.run_id, registry)
    _one("tjut_last_run_timestamp_seconds", "When the last run ended.", last.ended_at.timestamp(), registry)
    seconds = (last.ended_at - last.started_at).total_seconds()
    _one("tjut_last_run_duration_seconds", "Duration of the last run, publishing included.", seconds, registry)
    _each("tjut_last_run_files", "Files in the last run, by outcome.", "outcome", last.counts, registry)
    stages = Counter(report.stages)
    for outcome in report.outcomes:
        stages.update(outcome.stages)
    _each("tjut_last_run_stage_seconds", "Seconds by stage, all documents together.", "stage", stages, registry)
    if told.published_at is not None:
        at = told.published_at.timestamp()
        _one("tjut_last_publication_timestamp_seconds", "When the warehouse was last published.", at, registry)


def _of_what_is_published(told: Figures, registry: CollectorRegistry) -> None:
    reasons = Counter(str(standing.outcome.reason) for standing in told.unpublished)
    _each("tjut_files_not_published", "Files refused or quarantined.", "reason", reasons, registry)
    _one("tjut_editions_held", "Editions held until somebody accepts them.", len(told.held), registry)
    _each("tjut_documents", "Documents in the warehouse.", "state", told.documents, registry)
    _each("tjut_expected_documents", "Expected documents, by state.", "state", told.expected, registry)
    _each("tjut_findings", "Findings in current documents.", "severity", told.findings, registry)
    about = "Share of printed numbers in current documents that are accounted for."
    _each("tjut_coverage_ratio", about, "place", told.coverage, registry)


def _one(name: str, about: str, value: float, registry: CollectorRegistry) -> None:
    Gauge(name, about, registry=registry).set(value)


def _each(name: str, about: str, label: str, values: Mapping[str, float], registry: CollectorRegistry) -> None:
    gauge = Gauge(name, about, [label], registry=registry)
    for key, value in values.items():
        gauge.labels(key).set(value)
