"""workspace export, workspace import."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from raabta.config.console import fail, follow, load_django, out, progress_bar


def register(app: typer.Typer) -> None:
    workspace = typer.Typer(help="A whole workspace, to leave with it.", no_args_is_help=True)
    workspace.command("export")(export)
    workspace.command("import")(bring)
    app.add_typer(workspace, name="workspace")


def export(
    target: Annotated[Path, typer.Argument(help="The zip file to write.")],
    *,
    workspace: Annotated[str, typer.Option(help="Which one, when there are several.")] = "",
    force: Annotated[bool, typer.Option(help="Write over an existing file.")] = False,
) -> None:
    """Write everything that the workspace holds into one archive of open formats."""
    load_django()
    if target.exists() and not force:
        fail(f"{target} exists; choose another name or say --force", code=2)
    from raabta.config.finding import workspace_called
    from raabta.config.importing import COMMAND
    from raabta.config.owner import ask_owner
    from raabta.workspaces.scoped import working_in
    from raabta.workspaces.services import leaving

    found = workspace_called(workspace)
    path = target.resolve()
    with working_in(found), progress_bar() as bar:
        shown = bar.add_task("Rows", total=None)

        def here() -> None:
            leaving.export_workspace(
                workspace=found,
                path=path,
                progress=lambda done, total: bar.update(shown, completed=done, total=total),
            )

        payload = {"path": str(path)}
        ask_owner(leaving.EXPORT, here=here, workspace_id=found.pk, payload=payload)
        leaving.note(found, COMMAND, "workspace.exported", {"file": target.name})
    size = target.stat().st_size / 2**20
    out.print(f"{target}: everything of “{found.name}”, {size:.1f} MB")
    out.print("Not inside: passwords, API keys, write keys and the settings of channels.")


def bring(
    source: Annotated[Path, typer.Argument(help="A file made by `raabta workspace export`.")],
    *,
    owner: Annotated[str, typer.Option(help="E-mail of the user who will own it.")],
    name: Annotated[str, typer.Option(help="Its name, instead of the one in the file.")] = "",
) -> None:
    """Make a new workspace of an archive: all of it, or nothing."""
    if not source.is_file():
        fail(f"there is no file {source}", code=2)
    load_django(up_to_date=True)
    from raabta.config.importing import COMMAND
    from raabta.kernel import jobs
    from raabta.kernel.models import Job
    from raabta.warehouse import engine
    from raabta.workspaces.leaving.archive import UnreadableArchive
    from raabta.workspaces.models import User
    from raabta.workspaces.services import arrivals, arriving

    user = User.objects.filter(email__iexact=owner).first()
    if user is None:
        fail(f"no user has the e-mail {owner}; run: raabta user create", code=2)
    try:
        told = arriving.name_in(source)
    except UnreadableArchive as error:
        fail(str(error), code=2)
    job = arrivals.start_arrival(user=user, actor=COMMAND, name=name or told, path=source)
    owns = engine.is_owner()
    # a process that dies leaves the job to the next server
    follow(job.pk, "Rows", step=partial(jobs.run_next, [jobs.WAREHOUSE]) if owns else None)
    if owns:
        engine.close()
    done = Job.objects.get(pk=job.pk)
    counts, made = done.result["counts"], done.payload["name"]
    out.print(f"“{made}”: {sum(counts.values()):,} rows of {len(counts)} kinds arrived.")
    out.print("Set up channels, API keys and write keys anew, and invite the members again.")
