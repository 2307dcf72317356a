"""What a hostile or broken document can make a worker do. Imported in the nursery by name."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.refusal import Reason, Refused

prepared_by: list[int] = []


def prepare() -> None:
    prepared_by.append(os.getpid())


def act(kind: str, *rest: str) -> object:
    return globals()[kind](*rest)


def echo(*words: str) -> list[str]:
    return list(words)


def process() -> list[int]:
    return [os.getpid(), os.getppid()]


def preparation() -> list[int]:
    return prepared_by


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


def stray(path: str) -> None:
    """Leaves a child behind that has tried to leave the process group, and says what else it tried."""
    if os.fork() == 0:
        os.closerange(3, 256)  # so that its worker is not waited for
        for leave_group in (os.setsid, lambda: os.setpgid(0, 0)):
            try:
                leave_group()
            except OSError:
                continue
        note(path)
    time.sleep(0.3)


def try_out(*attempts: str) -> list[str]:
    """What becomes of each thing that a reader has no need of, as `name=argument`."""
    return [_tried(*attempt.split("=", 1)) for attempt in attempts]


def _tried(name: str, argument: str) -> str:
    kinds: dict[str, Callable[[], object]] = {
        "read": lambda: Path(argument).read_bytes(),
        "write": lambda: Path(argument).write_bytes(b"x"),
        "append": lambda: os.close(os.open(argument, os.O_WRONLY | os.O_APPEND)),
        "cut": lambda: os.truncate(argument, 0),
        "remove": lambda: Path(argument).unlink(),
        "move": lambda: Path(argument).rename(f"{argument}.moved"),
        "link": lambda: Path(f"{argument}.link").symlink_to("/"),
        "tcp": lambda: socket.create_connection(("127.0.0.1", int(argument)), timeout=1),
        "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", int(argument))),
        "unix": lambda: socket.socketpair(),
        "signal": lambda: os.kill(int(argument), 0),
        "session": os.setsid,
        "variable": lambda: os.environ[argument],
    }
    try:
        kinds[name]()
    except (OSError, KeyError) as error:
        return type(error).__name__
    return "done"


def fill_disk() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "staged/x")


def note(path: str) -> None:
    """Writes its process id, then never ends."""
    Path(path).write_text(str(os.getpid()))
    time.sleep(3600)
