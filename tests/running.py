"""The `raabta` command as a user runs it: the real settings, a data folder of its own."""

import os
import socket
import sys
from pathlib import Path

RAABTA = [sys.executable, "-c", "from raabta.config.cli import main; main()"]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Ours without what this test run set for itself."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("RAABTA_")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "raabta.config.settings",
        "RAABTA_DATA": str(folder),
        **more,
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
