"""Backs up one warehouse to one verified file: everything that cannot be rebuilt, or only in hours.

The warehouse itself is not included: a restore ends with a run, which rebuilds it from the staged documents in seconds.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO

from pipeline.durable import UNFINISHED, to_disk
from pipeline.ignored import IGNORE
from pipeline.ledger import Ledger
from pipeline.notices import notices_path
from pipeline.raw_files import walk
from pipeline.run import run
from pipeline.run.lock import only_run

CONTENTS = "contents.json"
FOLDERS = ("raw", "staged")
RECORDS = ("ledger.jsonl", "notices.json")
# Files that users keep beside a warehouse.
SETTINGS = ("environment", "reviews.csv", "sources.toml")
ASIDE = ".before-restore"
AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Places:
    """The paths of one warehouse and everything that belongs to it."""

    raw: Path
    staged: Path
    warehouse: Path

    def absolute(self) -> Places:
        return Places(*(place.absolute() for place in (self.raw, self.staged, self.warehouse)))

    @property
    def of_members(self) -> dict[str, Path]:
        """Maps the first part of each member's name in the archive to its folder or file."""
        settings = {name: self.warehouse.with_name(name) for name in SETTINGS}
        folders = dict(zip(FOLDERS, (self.raw, self.staged), strict=True))
        records = dict(zip(RECORDS, (Ledger(self.warehouse).path, notices_path(self.warehouse)), strict=True))
        return folders | records | settings


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of a backup: the sha256 of each member, and the version of Tjut that wrote it."""

    tjut: str
    members: dict[str, str]


def back_up(places: Places, file: Path) -> Contents:
    """Writes `file` while no run is active, and verifies it before giving it its name.

    Raises Busy, OSError.
    """
    places, file = places.absolute(), file.absolute()
    if any(file.is_relative_to(folder) for folder in (places.raw, places.staged)):
        raise OSError(f"{file} would be inside a folder that it backs up: choose another place")
    if not Ledger(places.warehouse).path.exists():
        raise OSError(f"no run has been made for {places.warehouse}, so there is nothing to back up: check --warehouse")
    unfinished = file.with_name(f".{file.name}.new")
    try:
        with only_run(places.warehouse, places.staged):
            contents = _write(places, unfinished)
        if _read_back(unfinished) != contents:
            raise OSError(f"{file} could not be read back correctly, so no backup was made: check the disk")
        unfinished.replace(file)
        to_disk(file.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return contents


def restore(places: Places, file: Path, *, replace: bool) -> Contents:
    """Restores a backup and starts a run; nothing is changed until the whole backup has been verified.

    Refuses if files exist already; with `replace` they are moved aside, with the suffix ASIDE.

    Raises Busy, OSError.
    """
    places, file = places.absolute(), file.absolute()
    contents = _read_back(file)
    with only_run(places.warehouse, places.staged):
        held = {name.partition("/")[0] for name in contents.members} | {*FOLDERS, *RECORDS}
        targets = {name: place for name, place in places.of_members.items() if name in held}
        _assert_free([*targets.values(), places.warehouse], replace)
        fresh = {name: target.with_name(f".{target.name}.restoring") for name, target in targets.items()}
        try:
            _unpack(file, contents, fresh)
            for name, target in targets.items():
                _put_aside(target)
                if fresh[name].exists():
                    fresh[name].rename(target)
        finally:
            for leftover in fresh.values():
                _remove(leftover)
        _put_aside(places.warehouse)  # it does not belong to a run in the restored ledger
    run(places.raw, places.staged, places.warehouse)
    return contents


def _write(places: Places, path: Path) -> Contents:
    members: dict[str, str] = {}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # settings may hold secrets
    with (
        open(descriptor, "wb") as stream,  # noqa: PTH123 - a descriptor, no path
        tarfile.open(fileobj=stream, mode="w:gz", compresslevel=1, format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, member in _members(places):
            members[name] = _add(archive, name, member)
        contents = Contents(version("tjut"), members)
        told = json.dumps({"tjut": contents.tjut, "members": members}, indent=1).encode()
        about = tarfile.TarInfo(CONTENTS)
        about.size = len(told)
        archive.addfile(about, io.BytesIO(told))
    to_disk(path)
    return contents


def _members(places: Places) -> Iterator[tuple[str, Path]]:
    for name, place in places.of_members.items():
        if place.is_file():
            yield name, place
        elif place.is_dir():
            inside = (path for path, leaves in walk(place) if not leaves)
            found = (*inside, place / IGNORE) if name == "raw" else sorted(place.rglob("*"))
            within = ((path.relative_to(place), path) for path in found if path.is_file())
            yield from ((f"{name}/{at.as_posix()}", path) for at, path in within if UNFINISHED not in at.parts)


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    """Adds a file, following links; returns the sha256 of the bytes that were added."""
    with path.open("rb") as stream:
        about = tarfile.TarInfo(name)
        status = os.fstat(stream.fileno())
        about.size, about.mtime, about.mode = status.st_size, int(status.st_mtime), status.st_mode & 0o777
        hashed = _Hashed(stream)
        archive.addfile(about, hashed)
    return hashed.digest.hexdigest()


class _Hashed:
    """A stream that hashes everything read from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.digest = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self._stream.read(size)
        self.digest.update(part)
        return part


def _read_back(file: Path) -> Contents:
    """The contents of a backup, after reading every byte. Raises OSError if it is incomplete."""
    found: dict[str, str] = {}
    told = b""
    try:
        with tarfile.open(file, "r:gz") as archive:
            for member in archive:
                stream = archive.extractfile(member)
                if stream is None or ".." in Path(member.name).parts:
                    raise ValueError(f"{member.name} does not belong in a backup")
                if member.name == CONTENTS:
                    told = stream.read()
                else:
                    found[member.name] = _digest(stream)
        stored = json.loads(told)
        contents = Contents(stored["tjut"], stored["members"])
    except FileNotFoundError as error:
        raise OSError(f"there is no backup at {file}") from error
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError, OSError) as error:
        raise OSError(f"{file} is not a Tjut backup, or is incomplete ({error}): nothing was changed") from error
    if contents.members != found:
        changed = sorted(name for name, _ in contents.members.items() ^ found.items())
        raise OSError(f"{file} is damaged ({changed[0]} differs from what was backed up): nothing was changed")
    return contents


def _digest(stream: IO[bytes]) -> str:
    hashed = _Hashed(stream)
    while hashed.read(AT_ONCE):
        pass
    return hashed.digest.hexdigest()


def _assert_free(targets: list[Path], replace: bool) -> None:
    taken = [path for path in targets if (any(path.iterdir()) if path.is_dir() else path.exists())]
    if taken and not replace:
        names = ", ".join(map(str, taken))
        raise OSError(f"{names}: exists already. Restore into an empty folder, or use --replace to move it aside")
    if aside := [path for path in map(_aside, taken) if path.exists()]:
        raise OSError(f"{', '.join(map(str, aside))}: left over from an earlier restore. Move it away, or delete it")


def _unpack(file: Path, contents: Contents, fresh: dict[str, Path]) -> None:
    for place in fresh.values():
        _remove(place)
    for folder in FOLDERS:
        fresh[folder].mkdir()
    with tarfile.open(file, "r:gz") as archive:
        for member in archive:
            first, _, within = member.name.partition("/")
            if member.name not in contents.members or first not in fresh:
                continue
            target = fresh[first] / within if within else fresh[first]
            target.parent.mkdir(parents=True, exist_ok=True)
            stream = archive.extractfile(member)
            assert stream is not None
            with target.open("wb") as written:
                shutil.copyfileobj(stream, written, AT_ONCE)
            os.utime(target, (member.mtime, member.mtime))


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}{ASIDE}")


def _put_aside(path: Path) -> None:
    if path.is_dir() and not any(path.iterdir()):
        path.rmdir()
    elif path.exists():
        path.rename(_aside(path))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
