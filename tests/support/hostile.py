"""What a hostile or broken document can make a worker do. Imported in the nursery by name."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys
import time
from pathlib import Path

from pipeline.refusal import Reason, Refused


def act(kind: str, *rest: str) -> object:
    return globals()[kind](*rest)


def echo(*words: str) -> list[str]:
    return list(words)


def process() -> list[int]:
    return [os.getpid(), os.getppid()]


def loop() -> None:
    while True:
        pass


def sleep(seconds: str = "3600") -> None:
    time.sleep(float(seconds))


def deaf_loop() -> None:
    """Cannot be interrupted by anything but a kill."""
    for number in range(1, signal.NSIG):
        if number not in (signal.SIGKILL, signal.SIGSTOP):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                continue
    loop()


def eat() -> None:
    held = []
    while True:
        held.append(bytearray(10_000_000))


def eat_at_once() -> None:
    bytearray(1 << 40)


def eat_and_blame_the_file() -> None:
    """As a library does that wraps all errors in its own, and a caller that takes those for a broken file."""
    try:
        try:
            eat()
        except Exception as error:
            raise ValueError(error) from None
    except ValueError as error:
        raise Refused(Reason.DAMAGED, "cannot read it") from error


def eat_and_abort_without_a_word() -> None:
    """As pdfium does."""
    held = []
    try:
        while True:
            held.append(b"x" * 1_000_000)
    except MemoryError:
        os.abort()


def abort_for_memory() -> None:
    """As Rust does."""
    os.write(2, b"memory allocation of 9000000000 bytes failed\n")
    os.abort()


def chatter_without_end() -> None:
    while True:
        os.write(2, b"noise" * 10_000)


def leave() -> None:
    os._exit(0)


def leave_with_status() -> None:
    os._exit(3)


def segfault() -> None:
    ctypes.string_at(0)


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse() -> None:
    raise Refused(Reason.ENCRYPTED, "a password is asked for")


def fail() -> None:
    raise ValueError("a line\nand another")


def recurse() -> None:
    recurse()


def unspeakable() -> object:
    return object()


def chatter() -> str:
    print("noise")
    os.write(1, b"noise\n")
    os.write(2, b"noise\n")
    print("noise", file=sys.stderr)
    return "done"


def grandchild(path: str) -> None:
    """Leaves a child behind that holds the line open."""
    if os.fork() == 0:
        note(path)
    os._exit(0)


def fill_disk() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "staged/x")


def note(path: str) -> None:
    """Writes its process id, then never ends."""
    Path(path).write_text(str(os.getpid()))
    time.sleep(3600)
