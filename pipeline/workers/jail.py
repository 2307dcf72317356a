"""Restricts a worker, as far as the kernel lets a process give up rights without root.

A document may take over the library that reads it. Then it has no network, cannot write files outside its staged
folder, cannot signal or inspect other processes, and cannot leave the process group that is killed with it. Landlock
restricts files, TCP and signals (Linux 5.19, 6.7 and 6.12), seccomp restricts system calls; each works without the
other. There is no small, well-maintained library for them, so they are called by number.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

PR_SET_NO_NEW_PRIVS = 38
# https://docs.kernel.org/userspace-api/landlock.html; the same numbers on all architectures.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION, PATH_BENEATH = 1, 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 1 << 1, 1 << 2, 1 << 3
TRUNCATE, IOCTL_DEV = 1 << 14, 1 << 15
TCP = 0b11
SIGNALS_AND_ABSTRACT_SOCKETS = 0b11
# Before this version, files cannot be renamed from one folder to another, as staging does.
FIRST_VERSION = 2
# https://docs.kernel.org/userspace-api/seccomp_filter.html
SET_MODE_FILTER, GET_ACTION_AVAIL = 1, 2
ALLOW, REFUSE = 0x7FFF0000, 0x00050001  # refused with EPERM
X32 = 0x40000000
LOAD_NUMBER, LOAD_ARCHITECTURE = (0x20, 0, 0, 0), (0x20, 0, 0, 4)
EQUAL, AT_LEAST, RETURN = 0x15, 0x35, 0x06
# The mark of an architecture, its number of `seccomp` itself, and those of each call that is forbidden.
MACHINES = {"x86_64": (0xC000003E, 317), "aarch64": (0xC00000B7, 277)}
FORBIDDEN = {
    "socket": (41, 198),
    "socketpair": (53, 199),
    "bind": (49, 200),
    "connect": (42, 203),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "setpgid": (109, 154),
    "setsid": (112, 157),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "open_by_handle_at": (304, 265),
    "io_uring_setup": (425, 425),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
}


def enter(reads: Iterable[str], writes: Iterable[str]) -> None:
    """Permanently gives up all rights except reading `reads` and what Python needs, and writing inside `writes`."""
    libc = ctypes.CDLL(None)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return
    if (version := landlock_version()) >= FIRST_VERSION:
        _bound_files(libc, version, reads, writes)
    if seccomp_is_there():
        _bound_calls(libc)


def in_force() -> list[str]:
    """In English, what this kernel adds to restrict the readers of documents; empty if nothing."""
    version = landlock_version()
    bounds = []
    if version >= FIRST_VERSION:
        bounds.append(f"landlock {version}: can write only to the staged folder")
    if seccomp_is_there():
        bounds.append("seccomp: no network, cannot leave the process group")
    return bounds


def landlock_version() -> int:
    """0 if the kernel does not have it, or it is switched off."""
    if not sys.platform.startswith("linux"):
        return 0
    version = ctypes.CDLL(None).syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(ASK_VERSION))
    return max(0, int(version))


def seccomp_is_there() -> bool:
    """Whether this kernel can filter system calls, and the machine's call numbers are known here."""
    if platform.machine() not in MACHINES or not sys.platform.startswith("linux") or sys.maxsize < 2**32:
        return False
    _, seccomp = MACHINES[platform.machine()]
    action = ctypes.c_uint32(REFUSE & 0xFFFF0000)
    return int(ctypes.CDLL(None).syscall(seccomp, GET_ACTION_AVAIL, 0, ctypes.byref(action))) == 0


def _bound_files(libc: ctypes.CDLL, version: int, reads: Iterable[str], writes: Iterable[str]) -> None:
    everything = (1 << (16 if version >= 5 else 15 if version >= 3 else 14)) - 1
    handled = struct.pack("QQQ", everything, TCP, SIGNALS_AND_ABSTRACT_SOCKETS)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = libc.syscall(CREATE_RULESET, handled[:size], ctypes.c_size_t(size), 0)
    if ruleset < 0:
        return
    try:
        for path in (*_needed(), *reads):
            _allow(libc, ruleset, path, EXECUTE | READ_FILE | READ_DIR)
        for path in writes:
            _allow(libc, ruleset, path, everything & ~(EXECUTE | IOCTL_DEV))
        _allow(libc, ruleset, os.devnull, READ_FILE | WRITE_FILE)
        libc.syscall(RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _needed() -> list[str]:
    """What Python and its libraries may still load. Not `/proc`, which shows other processes."""
    return [*filter(None, sys.path), sys.prefix, sys.base_prefix, "/usr", "/lib", "/lib64", "/etc", "/dev/urandom"]


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # what does not exist needs no right
        return
    try:
        of_files = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
        rule = struct.pack("=Qi", rights if Path(path).is_dir() else rights & of_files, place)
        libc.syscall(ADD_RULE, ruleset, PATH_BENEATH, rule, 0)
    finally:
        os.close(place)


def _bound_calls(libc: ctypes.CDLL) -> None:
    """Calls with another architecture's numbers are all forbidden, since they would bypass the list."""
    machine = platform.machine()
    mark, seccomp = MACHINES[machine]
    column = list(MACHINES).index(machine)
    calls = [numbers[column] for numbers in FORBIDDEN.values()]
    program = [LOAD_ARCHITECTURE, (EQUAL, 1, 0, mark), (RETURN, 0, 0, REFUSE), LOAD_NUMBER]
    # Each step says how many to pass over where it holds, and where not: those that hold end at the last.
    program += [(AT_LEAST, len(calls) + 1, 0, X32)]
    program += [(EQUAL, len(calls) - place, 0, number) for place, number in enumerate(calls)]
    program += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in program))
    header = struct.pack("@HP", len(program), ctypes.addressof(code))
    libc.syscall(seccomp, SET_MODE_FILTER, 0, header)
