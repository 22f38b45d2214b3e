"""search rebuild."""

import typer

from raabta.config.console import load_django, out, progress_bar


def register(app: typer.Typer) -> None:
    search = typer.Typer(help="The index that finds records.", no_args_is_help=True)
    search.command("rebuild")(rebuild)
    search.callback()(about)
    app.add_typer(search, name="search")


def about() -> None:
    """Keeps `rebuild` a word of its own."""


def rebuild() -> None:
    """File every record again, in all workspaces; search goes on meanwhile."""
    load_django(up_to_date=True)
    from raabta.search.services import rebuild_everywhere

    with progress_bar() as bar:
        shown = bar.add_task("Records", total=None)
        count = rebuild_everywhere(
            progress=lambda key, done: bar.update(shown, description=key, completed=done)
        )
    out.print(f"{count:,} records can be found.")
