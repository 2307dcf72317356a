"""The container files without an engine: what they say is parsed, and their commands are run here.

The command of `server` starts the server of all tests, those of `scheduler` and `worker` the cluster of test_dask.py.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from tests.support.prefect_server import COMPOSE, ROOT, program

Instruction = tuple[str, str]


def dockerfile() -> list[Instruction]:
    """Its instructions in order: keyword and the rest, continued lines joined, comments left out."""
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text())
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, " ".join(rest.split())) for word, _, rest in (line.partition(" ") for line in lines)]


def said(keyword: str) -> list[str]:
    return [rest for word, rest in dockerfile() if word == keyword]


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())["services"]
    return found


def test_the_image_is_installed_from_the_lock_with_hashes() -> None:
    installs = [run for run in said("RUN") if "pip install" in run]
    assert any("--no-deps --require-hashes --requirement requirements.lock" in run for run in installs)
    assert all("--require-hashes" in run or ("--no-deps" in run and "--no-index" in run) for run in installs)


def test_the_image_names_no_host() -> None:
    for file in (ROOT / "Dockerfile", COMPOSE):
        assert not re.search(r"index-url|trusted-host|https?://(?!127\.0\.0\.1|server:)", file.read_text())
    (image,) = said("FROM")
    assert re.fullmatch(r"python:3\.1[12]-slim", image)


def test_nothing_runs_as_root() -> None:
    instructions = [word for word, _ in dockerfile()]
    (user,) = said("USER")
    assert user not in ("root", "0")
    assert f" {user}" in next(run for run in said("RUN") if "useradd" in run)
    assert instructions.index("USER") < instructions.index("CMD")
    assert not any("user" in service or service.get("privileged") for service in services().values())


def test_what_is_copied_is_there_and_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    for copy in said("COPY"):
        *sources, _ = copy.split()
        for source in sources:
            assert (ROOT / source).exists()
            assert f"!{source}" in ignored


def test_all_that_the_code_reads_is_copied() -> None:
    """The image holds each package that is installed, whole."""
    copied = {source for copy in said("COPY") for source in copy.split()[:-1]}
    assert {"contracts", "pipeline", "flows"} <= copied


def test_documents_are_mounted_read_only_and_the_server_is_for_this_machine_only() -> None:
    for name in ("serve", "worker"):
        assert "./raw:/raw:ro" in services()[name]["volumes"]
    assert all(port.startswith("127.0.0.1:") for service in services().values() for port in service.get("ports", []))


def test_services_wait_for_what_they_need() -> None:
    for service in services().values():
        assert set(service.get("depends_on", [])) <= services().keys()
    assert services()["serve"]["depends_on"] == {"server": {"condition": "service_healthy"}}


def test_serve_takes_the_options_that_it_is_given() -> None:
    from flows.serve import serve

    command = services()["serve"]["command"]
    assert command[:2] == ["tjut", "serve"]
    with serve.make_context("serve", list(command[2:])) as context:
        assert isinstance(context, click.Context)
        given = {name: str(value) for name, value in context.params.items()}
    assert given["raw"] == "/raw"
    inside = [volume.split(":")[1] for volume in services()["serve"]["volumes"]]
    for name in ("staged", "warehouse", "report"):
        assert Path(given[name]).parent.as_posix() in inside


@pytest.mark.prefect
def test_the_health_check_is_content_with_a_server_that_answers(server_address: str) -> None:
    """The server of the tests is started by the compose file's command."""
    kind, python, *words = services()["server"]["healthcheck"]["test"]
    assert (kind, python) == ("CMD", "python")
    port = server_address.split(":")[2].partition("/")[0]
    asked = [word.replace(":4200/", f":{port}/") for word in words]
    assert subprocess.run([sys.executable, *asked], check=False).returncode == 0
    nobody = [word.replace(":4200/", ":9/") for word in words]
    assert subprocess.run([sys.executable, *nobody], check=False, stderr=subprocess.DEVNULL).returncode != 0


def test_the_last_command_of_the_image_is_one_of_tjut() -> None:
    words = shlex.split(said("CMD")[0].strip("[]").replace(",", " "))
    helped = subprocess.run(
        [str(program(words[0])), *words[1:]],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "tjut run" in helped.stdout
