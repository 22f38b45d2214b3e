"""The `raabta` command. Each file of `commands` is one command or group of commands."""

import os
from importlib import import_module
from typing import Annotated

import typer

from raabta import __version__

app = typer.Typer(
    name="raabta",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
COMMANDS = (
    "running",
    "data",
    "people",
    "warehouse",
    "audiences",
    "campaigns",
    "upkeep",
    "bounces",
    "consents",
    "erasures",
    "search",
    "workspaces",
)


def tell_version(asked: bool) -> None:  # noqa: FBT001  Typer calls it so
    if asked:
        typer.echo(f"raabta {__version__}")
        raise typer.Exit


@app.callback(help="Raabta: customers, audiences, campaigns and what they earned.")
def every_command(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=tell_version, is_eager=True, help="Say the version."),
    ] = False,
) -> None:
    """What all commands take."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raabta.config.settings")
    for name in COMMANDS:
        import_module(f"raabta.config.commands.{name}").register(app)
    app()
