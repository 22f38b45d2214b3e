"""warehouse rebuild."""

import typer

from raabta.config.console import load_django, out, progress_bar


def register(app: typer.Typer) -> None:
    warehouse = typer.Typer(help="The analytical copy of the records.", no_args_is_help=True)
    warehouse.command("rebuild")(rebuild)
    app.add_typer(warehouse, name="warehouse")


def rebuild() -> None:
    """Load every table of the warehouse again from the records. Events stay as they are."""
    load_django(up_to_date=True)
    from raabta.config.owner import ask_owner
    from raabta.warehouse.services.rebuilding import rebuild as rebuild_now

    with progress_bar() as bar:
        shown = bar.add_task("Tables", total=None)

        def here() -> None:
            rebuild_now(
                progress=lambda name, rows: bar.update(shown, description=name, completed=rows)
            )

        ask_owner("warehouse.rebuild", here=here)
    out.print("The warehouse is rebuilt.")
