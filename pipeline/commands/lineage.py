"""Reports each run as OpenLineage events, if the environment gives a server: `OPENLINEAGE_URL`, or a configuration
file.

A run is a START followed by a COMPLETE or a FAIL. COMPLETE has what was published, if anything: the documents in the
warehouse, each with its SHA-256, and its tables with their columns and row counts. Lineage never fails a run, and
delays it by at most PATIENCE seconds in all.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.run.batch import Report
from pipeline.run.trouble import told as in_a_line
from pipeline.version import code_version

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Seconds for which a slow or silent server may delay the end of a run.
PATIENCE = 10.0
NAMESPACE = "tjut"
PRODUCER = "urn:tjut"
COLUMNS = (
    "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE schema_name = 'base'"
    " AND table_name IN (SELECT table_name FROM duckdb_tables() WHERE schema_name = 'base')"
    " ORDER BY table_name, column_index"
)
DOCUMENTS = "SELECT file_name, sha256 FROM base.document ORDER BY ALL"


def is_wanted(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the environment gives a server, in one of the ways that OpenLineage's own clients support."""
    if environment.get("OPENLINEAGE_DISABLED", "").strip().lower() == "true":
        return False
    named = ("OPENLINEAGE_URL", "OPENLINEAGE_CONFIG")
    return any(environment.get(name) for name in named) or any(name.startswith("OPENLINEAGE__") for name in environment)


class Lineage:
    """Sends the events of one run from its own thread, so that reading the warehouse for it does not cost time."""

    def __init__(self, raw: Path, warehouse: Path) -> None:
        self._raw, self._warehouse = raw.absolute(), warehouse.absolute()
        self._events: queue.SimpleQueue[tuple[str, dict[str, Any]] | None] = queue.SimpleQueue()
        self._sender = threading.Thread(target=self._send_all, daemon=True)
        self._trouble: str | None = None
        self._done: Report | None = None

    def complete(self, report: Report) -> None:
        """Notes that the run has completed, whatever the outcome of single files."""
        self._done = report

    def begin(self) -> None:
        """Reports that the run starts."""
        self._say("START")
        self._sender.start()

    def end(self, error: BaseException | None) -> str | None:
        """Reports how the run ended; returns a message if not everything could be sent."""
        if error is None and self._done is not None:
            self._say("COMPLETE", report=self._done)
        else:
            self._say("FAIL", why=_why(error))
        self._events.put(None)
        self._sender.join(PATIENCE)
        if self._sender.is_alive():
            return f"lineage of this run is incomplete: no answer within {PATIENCE:g} s"
        return self._trouble

    def _say(self, state: str, **told: Any) -> None:
        self._events.put((state, {"at": datetime.now(UTC), **told}))

    def _send_all(self) -> None:
        try:
            teller = _Teller(self._raw, self._warehouse)
            while (event := self._events.get()) is not None:
                state, told = event
                teller.tell(state, **told)
        except ImportError:
            self._trouble = "no lineage was sent for this run: install Tjut with its extra `lineage`"
        except Exception as error:  # of any transport; its text may hold an address with a password
            self._trouble = f"lineage of this run is incomplete ({type(error).__name__}): check its address"


class _Teller:
    """The events of one run, in OpenLineage's words. Raises ImportError without its library."""

    def __init__(self, raw: Path, warehouse: Path) -> None:
        from openlineage.client import OpenLineageClient
        from openlineage.client.event_v2 import Job
        from openlineage.client.facet_v2 import job_type_job, processing_engine_run
        from openlineage.client.uuid import generate_new_uuid

        logging.getLogger("openlineage").addHandler(logging.NullHandler())  # errors are reported by `unsent`
        self._client = OpenLineageClient()
        self._raw, self._warehouse = raw, warehouse
        engine = processing_engine_run.ProcessingEngineRunFacet(version=code_version(), name="Tjut")
        self._run_id = str(generate_new_uuid())
        self._facets: dict[str, Any] = {"processing_engine": engine}
        kind = job_type_job.JobTypeJobFacet(processingType="BATCH", integration="TJUT", jobType="JOB")
        namespace = os.environ.get("OPENLINEAGE_NAMESPACE") or NAMESPACE
        self._job = Job(namespace, f"ingest:{warehouse}", {"jobType": kind})

    def tell(self, state: str, at: datetime, report: Report | None = None, why: str | None = None) -> None:
        from openlineage.client.event_v2 import Run, RunEvent, RunState
        from openlineage.client.facet_v2 import error_message_run

        facets = dict(self._facets)
        if why is not None:
            facets["errorMessage"] = error_message_run.ErrorMessageRunFacet(why, "Python")
        inputs, outputs = self._published(report) if report is not None and report.rebuilt else ([], [])
        event = RunEvent(
            eventTime=at.isoformat(),
            producer=PRODUCER,
            run=Run(self._run_id, facets),
            job=self._job,
            eventType=RunState(state),
            inputs=inputs,
            outputs=outputs,
        )
        self._client.emit(event)

    def _published(self, report: Report) -> tuple[list[Any], list[Any]]:
        from pipeline.commands.query import open_warehouse

        paths = {outcome.sha256: self._raw / outcome.file for outcome in report.outcomes if outcome.sha256}
        with open_warehouse(self._warehouse, threads=1) as connection:
            documents = connection.execute(DOCUMENTS).fetchall()
            inputs = [_document(paths.get(sha256, Path(name)), sha256) for name, sha256 in documents]
            return inputs, list(self._tables(connection))

    def _tables(self, connection: DuckDBPyConnection) -> Iterator[Any]:
        from openlineage.client.event_v2 import OutputDataset
        from openlineage.client.facet_v2 import output_statistics_output_dataset, schema_dataset

        fields: dict[str, list[Any]] = {}
        for table, name, kind, comment in connection.execute(COLUMNS).fetchall():
            fields.setdefault(table, []).append(
                schema_dataset.SchemaDatasetFacetFields(name=name, type=kind, description=comment)
            )
        for table, columns in fields.items():
            ((rows,),) = connection.execute(f'SELECT count(*) FROM base."{table}"').fetchall()
            yield OutputDataset(
                namespace=f"duckdb://{self._warehouse}",
                name=f"{self._warehouse.stem}.base.{table}",
                facets={"schema": schema_dataset.SchemaDatasetFacet(fields=columns)},
                outputFacets={
                    "outputStatistics": output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet(
                        rowCount=rows
                    )
                },
            )


def _document(path: Path, sha256: str) -> Any:
    """A file as input; its version is the digest of its bytes."""
    from openlineage.client.event_v2 import InputDataset
    from openlineage.client.facet_v2 import dataset_version_dataset

    version = dataset_version_dataset.DatasetVersionDatasetFacet(datasetVersion=f"sha256:{sha256}")
    return InputDataset(namespace="file", name=str(path), facets={"version": version})


def _why(error: BaseException | None) -> str:
    if isinstance(error, OSError):
        return in_a_line(error)
    return str(error) or type(error).__name__


@contextmanager
def lineage(raw: Path, warehouse: Path, say: Callable[[str], None]) -> Iterator[Callable[[Report], None]]:
    """Wraps a run, which passes its report to the function yielded; an exception is reported as FAIL and re-raised.

    Afterwards, `say` is called with a message if not everything could be sent. Does nothing if no server is set.
    """
    if not is_wanted():
        yield lambda _: None
        return
    told = Lineage(raw, warehouse)
    told.begin()
    error: BaseException | None = None
    try:
        yield told.complete
    except BaseException as raised:
        error = raised
        raise
    finally:
        if (unsent := told.end(error)) is not None:
            say(unsent)
