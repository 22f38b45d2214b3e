"""Events of the warehouse to a file and back, in whichever process owns the warehouse."""

from pathlib import Path

from raabta.config.owner import ask_owner
from raabta.warehouse import services


def save_events(path: Path) -> None:
    ask_owner(
        "warehouse.save_events",
        payload={"path": str(path.resolve())},
        here=lambda: {"count": services.save_events(path)},
    )


def load_events(path: Path) -> None:
    ask_owner(
        "warehouse.load_events",
        payload={"path": str(path.resolve())},
        here=lambda: {"count": services.load_events(path)},
    )
