"""Which process holds a message, and whether a process of this machine still lives."""

import os
import secrets
from pathlib import Path


def _read(path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError:
        return ""


def _machine() -> str:
    """The boot and process space; empty where the system does not tell."""
    boot = _read("/proc/sys/kernel/random/boot_id").replace("-", "")[:12]
    try:
        space = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        return ""
    return f"{boot}.{space}" if boot else ""


def _started(pid: int) -> str:
    """When the process began, in clock ticks; a process number is used again, with another one."""
    fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return fields[19] if len(fields) > 19 else ""


MACHINE = _machine()


def name_of(pid: int) -> str:
    return f"{MACHINE}:{pid}:{_started(pid)}"


def is_dead(place: str) -> bool:
    """Whether this process ran on this machine and is gone; False when that cannot be known."""
    machine, _, rest = place.partition(":")
    pid = rest.partition(":")[0]
    return bool(MACHINE) and machine == MACHINE and pid.isdigit() and name_of(int(pid)) != place


class _Process:
    """The name of whichever process asks: workers are forked after this module is loaded."""

    def __init__(self) -> None:
        self._pid, self._name = 0, ""

    def name(self) -> str:
        if os.getpid() != self._pid:
            self._pid = os.getpid()
            self._name = name_of(self._pid) if MACHINE else secrets.token_hex(20)
        return self._name


_here = _Process()


def this_process() -> str:
    return _here.name()
