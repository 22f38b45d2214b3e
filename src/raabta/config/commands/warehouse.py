"""warehouse rebuild, audience count."""

from typing import Annotated

import typer

from raabta.config.console import fail, load_django, out, progress_bar


def register(app: typer.Typer) -> None:
    warehouse = typer.Typer(help="The analytical copy of the records.", no_args_is_help=True)
    warehouse.command("rebuild")(rebuild)
    app.add_typer(warehouse, name="warehouse")
    audience = typer.Typer(help="Audiences.", no_args_is_help=True)
    audience.command("count")(count)
    app.add_typer(audience, name="audience")


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


def count(
    name: Annotated[str, typer.Argument(help="Name of the audience.")],
    *,
    workspace: Annotated[str, typer.Option(help="Its workspace, when there are several.")] = "",
) -> None:
    """Count the people in an audience at this moment."""
    load_django()
    from raabta.audiences.models import Audience
    from raabta.config.finding import workspace_called
    from raabta.config.owner import ask_owner
    from raabta.workspaces.scoped import working_in

    found = workspace_called(workspace)
    with working_in(found):
        audience = Audience.objects.filter(name=name, archived_at=None).first()
        if audience is None:
            known = ", ".join(
                Audience.objects.filter(archived_at=None).values_list("name", flat=True)
            )
            fail(f"no audience is called “{name}”; there are: {known or 'none'}", code=2)
        from raabta.audiences.services import count_audience

        def here() -> None:
            count_audience(workspace=found, audience=audience)

        ask_owner("audiences.count", workspace_id=found.pk, here=here)
        audience.refresh_from_db()
    out.print(f"{audience.last_count:,}")
