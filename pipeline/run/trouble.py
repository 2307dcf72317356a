"""Problems with the disk or folder that a run works in: reported in one line with advice, never blamed on a
document."""

from __future__ import annotations

import errno
import os
from pathlib import Path

_RIGHTS = "give this user permission to write there, or use another folder"
ADVICE = {
    errno.ENOSPC: "free some space",
    errno.EDQUOT: "free some space, or raise the quota",
    errno.EROFS: "mount it writable, or use another folder",
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EIO: "check the disk",
}


def of_the_place(error: OSError) -> bool:
    """Whether no other document could be written either, so that the run should end."""
    return error.errno in ADVICE


def at(place: Path, error: OSError) -> OSError:
    """The same error, reported for the folder instead of the file it occurred at."""
    number = error.errno or 0
    return OSError(number, os.strerror(number), str(place))


def told(error: OSError) -> str:
    """What, where, and what to do, in one line. An error that already says all that is returned as it is."""
    if error.errno is None or error.filename is None:
        return str(error)
    what = f"{error.filename}: {error.strerror}"
    if not of_the_place(error):
        return what
    return f"{what}: {ADVICE[error.errno]}, then try again. No completed work is lost"
