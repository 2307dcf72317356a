"""The files in `raw/`: their names and their bytes."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.ignored import ignored_in
from pipeline.refusal import Reason, Refused

READABLE = {".pdf", ".txt", ".text"}
AT_ONCE = 1 << 20
# Characters that are drawn as nothing or as a blank although Python calls them printable; and the escape character.
UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\\" + "".join(
    map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
# An audit does not know the size limit that applied when a document was read; no plan is larger than this.
LARGEST_SOUGHT = 1_000_000_000


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file as found. `name` is its path in the folder, escaped so that any table can hold it.

    Either `sha256` or `refused` is given: a file that cannot be opened or is too large is not hashed. A file that
    `is_ignored` is not opened and has neither.
    """

    path: Path
    name: str
    sha256: str | None = None
    refused: Refused | None = None
    is_ignored: bool = False


def printable(name: str) -> str:
    r"""A file name on one line, unique for each name: `\n`, `\\`, and `\udcff` for a byte `ff` that is not UTF-8."""
    return "".join(
        sign if sign.isprintable() and sign not in UNSEEN else sign.encode("unicode_escape").decode() for sign in name
    )


def files_of(raw: Path, largest: int, *, follow: bool = False) -> list[RawFile]:
    """All files under `raw`, in the order of their names; those with a PDF or text suffix come first.

    Includes subfolders, but not names that begin with a dot (`.gitkeep`, `.DS_Store`). A file over `largest`
    bytes is refused, and so is a link that leads out of `raw`, unless `follow` is set. Raises OSError
    if `raw` is no folder that can be read, BadIgnore.
    """
    if not raw.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(raw))
    os.scandir(raw).close()
    ignored = ignored_in(raw)
    found = [
        _named(path, raw)
        if ignored(path.relative_to(raw))
        else _look(path, raw, largest)
        if follow or not leaves
        else _left(path, raw)
        for path, leaves in walk(raw)
    ]
    return sorted(found, key=lambda file: (file.path.suffix.lower() not in READABLE, file.name))


def look_for(raw: Path, called: str, largest: int) -> Iterator[RawFile]:
    """The files of `files_of` one by one, those named `called` first; each is hashed on demand.

    Links are followed wherever they lead, since files are identified by their bytes. Raises OSError if `raw` is not a
    readable folder.
    """
    os.scandir(raw).close()
    for path, _ in sorted(walk(raw), key=lambda found: (found[0].name != called, found[0])):
        yield _look(path, raw, largest)


def walk(raw: Path) -> Iterator[tuple[Path, bool]]:
    """Each file and each unreadable folder, and whether it is reached by a link that leads out of `raw`.

    A folder that several links lead to is read once.
    """
    unreadable: list[Path] = []
    seen: set[tuple[int, int]] = set()
    home = raw.resolve()

    def note(error: OSError) -> None:
        unreadable.append(Path(os.fsdecode(error.filename)))

    for folder, subfolders, names in os.walk(raw, followlinks=True, onerror=note):
        at = Path(folder).stat()
        if (at.st_dev, at.st_ino) in seen:
            subfolders.clear()
            continue
        seen.add((at.st_dev, at.st_ino))
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        inside = Path(folder).resolve().is_relative_to(home)
        for name in sorted(name for name in names if not name.startswith(".")):
            path = Path(folder, name)
            yield path, not (path.resolve().is_relative_to(home) if path.is_symlink() else inside)
    yield from ((path, False) for path in unreadable)


def _named(path: Path, raw: Path) -> RawFile:
    """An ignored file, not opened."""
    return RawFile(path, printable(path.relative_to(raw).as_posix()), is_ignored=True)


def _left(path: Path, raw: Path) -> RawFile:
    """The target of a link, not opened."""
    why = (
        f"it links to a file outside the folder, {printable(str(path.resolve()))}: copy it here, or use --follow-links"
    )
    return RawFile(path, printable(path.relative_to(raw).as_posix()), refused=Refused(Reason.UNREADABLE, why))


def _look(path: Path, raw: Path, largest: int) -> RawFile:
    name = printable(path.relative_to(raw).as_posix())
    try:
        return RawFile(path, name, sha256=_hashed(path, largest))
    except Refused as refused:
        return RawFile(path, name, refused=refused)
    except OSError as error:
        return RawFile(path, name, refused=Refused(Reason.UNREADABLE, error.strerror or str(error)))


def _hashed(path: Path, largest: int) -> str:
    """The sha256 of a regular file. It is opened once and its bytes are counted, since its stated size may be wrong.

    Raises Refused if it is not a regular file or has more than `largest` bytes, OSError.
    """
    # Opening a pipe without a writer, or reading the kernel log, would wait forever.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb", buffering=0) as stream:  # noqa: PTH123 - a descriptor, no path
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Refused(Reason.UNREADABLE, "it is not a regular file")
        if status.st_size > largest:
            raise Refused(Reason.TOO_LARGE, f"{status.st_size / 1e6:.0f} MB, the limit is {largest / 1e6:.0f} MB")
        digest, read = hashlib.sha256(), 0
        while part := stream.read(AT_ONCE):
            digest.update(part)
            read += len(part)
            if read > largest:
                raise Refused(Reason.TOO_LARGE, f"it goes on past {largest / 1e6:.0f} MB, whatever its stated size")
        if not read == status.st_size:
            raise Refused(
                Reason.UNREADABLE, f"its size is {status.st_size} bytes but it holds {read}: is it being written?"
            )
        return digest.hexdigest()
