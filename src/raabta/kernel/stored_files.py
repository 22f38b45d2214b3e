"""Files beside the database: written aside and moved in, so nobody ever reads half of one."""

from pathlib import Path

from django.conf import settings


def stored_path(folder: str, token: str) -> Path:
    return Path(settings.FILES) / folder / token[:2] / token


def write_file(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".part")
    aside.write_bytes(data)
    aside.replace(path)
