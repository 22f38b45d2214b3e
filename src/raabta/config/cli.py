"""The `raabta` command. Each file of `commands` is one command or group of commands."""

import os
from importlib import import_module

import typer

app = typer.Typer(
    name="raabta",
    help="Raabta: customers, audiences, campaigns and what they earned.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
COMMANDS = ("running", "data", "people", "warehouse", "campaigns", "upkeep", "bounces")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raabta.config.settings")
    for name in COMMANDS:
        import_module(f"raabta.config.commands.{name}").register(app)
    app()
