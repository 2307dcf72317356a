"""One Prefect server for all tests, whichever processes they run in: started by the first, stopped by the last."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import yaml

from tests.support.places import ROOT

COMPOSE = ROOT / "compose.yaml"
HOME = "prefect-server"
START_SECONDS = 240
PATIENCE = 120
T = TypeVar("T")
# Too slow for a test: what waits for its turn asks again after 30 seconds, runners look for work every 10, and a new
# schedule is looked at after 5.
QUICK = {
    "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "1",
    "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "1",
    "PREFECT_RUNNER_POLL_FREQUENCY": "1",
    "PREFECT_WORKER_QUERY_SECONDS": "1",
}
QUIET = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}


def environment(home: Path, address: str | None = None) -> dict[str, str]:
    """What a process needs that shall know nothing of the user's own Prefect."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    own |= {**QUICK, **QUIET, "PREFECT_HOME": str(home)}
    own["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return own | ({"PREFECT_API_URL": address} if address else {})


@contextmanager
def shared_server(folder: Path) -> Iterator[str]:
    """The address of its API. `folder` is one that all test processes of this session see."""
    users = folder / "prefect-server.json"
    with _locked(folder) as _:
        state = json.loads(users.read_text()) if users.exists() else _start(folder)
        users.write_text(json.dumps(state | {"users": state["users"] + 1}))
    try:
        yield state["address"]
    finally:
        with _locked(folder):
            state = json.loads(users.read_text())
            users.write_text(json.dumps(state | {"users": state["users"] - 1}))
            if state["users"] == 1:
                os.killpg(state["process"], signal.SIGKILL)
                users.unlink()


def _start(folder: Path) -> dict[str, Any]:
    """Starts it by the command of the compose file, but on a free loopback port."""
    port = free_port()
    command = yaml.safe_load(COMPOSE.read_text())["services"]["server"]["command"]
    here = {"0.0.0.0": "127.0.0.1", "4200": str(port)}
    address = f"http://127.0.0.1:{port}/api"
    home = folder / HOME
    home.mkdir(exist_ok=True)
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(program(command[0])), *(here.get(word, word) for word in command[1:])],
            env=environment(home),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while not answers(f"{address}/health"):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the Prefect server did not start:\n{(home / 'log').read_text()[-3000:]}")
        time.sleep(0.2)
    return {"address": address, "process": process.pid, "users": 0}


def until(found: Callable[[], T | None]) -> T:
    """What `found` gives as soon as it gives something."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if (value := found()) is not None:
            return value
        time.sleep(0.3)
    raise AssertionError("it did not come")


def program(name: str) -> Path:
    """A program of the virtual environment."""
    return ROOT / ".venv" / "bin" / name


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / "prefect-server.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
