"""How much memory the warehouse may take on this machine."""

import os
from pathlib import Path

from django.conf import settings

MIB = 2**20
LEAST, MOST = 256 * MIB, 4096 * MIB
CGROUP = Path("/sys/fs/cgroup/memory.max")
STATM = Path("/proc/self/statm")


def memory_limit() -> str:
    """RAABTA_WAREHOUSE_MEMORY, else a quarter of the memory, between 256 MB and 4 GB."""
    if settings.WAREHOUSE_MEMORY:
        return str(settings.WAREHOUSE_MEMORY)
    return f"{max(LEAST, min(MOST, installed() // 4)) // MIB}MiB"


def installed() -> int:
    """Bytes of memory that this process may count on."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = CGROUP.read_text().strip() if CGROUP.exists() else "max"
    return min(machine, int(limit)) if limit.isdigit() else machine


def resident() -> int:
    """Bytes of memory that this process holds; 0 where the system does not tell."""
    if not STATM.exists():
        return 0
    return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
