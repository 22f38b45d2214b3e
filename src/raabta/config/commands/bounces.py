"""bounces read."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from raabta.config.console import fail, load_django, out


def register(app: typer.Typer) -> None:
    bounces = typer.Typer(help="Mail that came back.", no_args_is_help=True)
    bounces.command("read")(read)
    app.add_typer(bounces, name="bounces")


def read(
    source: Annotated[
        str,
        typer.Argument(help="A mail as a file, a folder of such files, or - for standard input."),
    ],
) -> None:
    """Read returned mail: bounces and complaints are kept, and their addresses suppressed.

    Let your mail server pipe what comes to the bounce address into `raabta bounces read -`.
    """
    load_django()
    from raabta.messaging.services.bounces import take_bounce

    matched = 0
    mails = list(mails_of(source))
    for raw in mails:
        taken = take_bounce(raw)
        matched += taken.message is not None
    out.print(f"{len(mails):,} read, {matched:,} of messages of ours.")


def mails_of(source: str) -> list[bytes]:
    if source == "-":
        return [sys.stdin.buffer.read()]
    path = Path(source)
    if path.is_dir():
        return [file.read_bytes() for file in sorted(path.iterdir()) if file.is_file()]
    if not path.is_file():
        fail(f"there is no file {source}", code=2)
    return [path.read_bytes()]
