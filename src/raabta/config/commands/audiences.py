"""audience count, audience pull, audience plan, audience apply."""

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from raabta.config.console import fail, load_django, out

if TYPE_CHECKING:
    from raabta.workspaces.models import Workspace

SUFFIX = ".yaml"
LARGEST = 200_000  # bytes of a file
SIGNS = {"create": "[green]+[/]", "change": "[yellow]~[/]", "remove": "[red]-[/]"}
Folder = Annotated[Path, typer.Argument(help="The folder of the files, one for each audience.")]
Which = Annotated[str, typer.Option(help="The workspace, when there are several.")]
Removes = Annotated[bool, typer.Option("--remove", help="Also archive audiences without a file.")]


def register(app: typer.Typer) -> None:
    audience = typer.Typer(help="Audiences, also as files.", no_args_is_help=True)
    audience.command("count")(count)
    audience.command("pull")(pull)
    audience.command("plan")(plan)
    audience.command("apply")(apply)
    app.add_typer(audience, name="audience")


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


def pull(
    folder: Folder,
    *,
    workspace: Which = "",
    force: Annotated[bool, typer.Option(help="Write over files that differ.")] = False,
) -> None:
    """Write every audience into a file of its own."""
    load_django()
    from raabta.audiences.services.files import files_of
    from raabta.config.finding import workspace_called
    from raabta.workspaces.scoped import working_in

    found = workspace_called(workspace)
    with working_in(found):
        files = files_of(found)
    others = [
        name
        for name, text in files.items()
        if (folder / name).exists() and (folder / name).read_text("utf-8") != text
    ]
    if others and not force:
        fail(f"these files differ; say --force to write over them: {', '.join(others)}", code=2)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    out.print(f"{len(files)} audiences are in {folder}")


def plan(folder: Folder, *, remove: Removes = False, workspace: Which = "") -> None:
    """Show what applying the files would change. Exit code 3 when there is something."""
    found, files = _opened(folder, workspace)
    changes = _asked(found, files, removes=remove)
    _tell(changes)
    if any(change["kind"] != "same" for change in changes):
        raise typer.Exit(3)


def apply(
    folder: Folder,
    *,
    remove: Removes = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before the change.")] = False,
    workspace: Which = "",
) -> None:
    """Make the audiences as the files say: all of them, or none when one cannot be read."""
    found, files = _opened(folder, workspace)
    changes = _asked(found, files, removes=remove)
    _tell(changes)
    if all(change["kind"] == "same" for change in changes):
        return
    if not yes and not typer.confirm("Apply these changes?"):
        fail("nothing was changed")
    from raabta.audiences.services.files import BadFiles, apply_files
    from raabta.config.importing import COMMAND
    from raabta.workspaces.scoped import working_in

    with working_in(found):
        try:
            apply_files(workspace=found, actor=COMMAND, files=files, removes=remove)
        except BadFiles as error:
            fail(f"nothing was changed\n{escape(str(error))}")
    out.print("Done.")


def _opened(folder: Path, workspace: str) -> tuple["Workspace", dict[str, str]]:
    load_django()
    from raabta.config.finding import workspace_called

    if not folder.is_dir():
        fail(f"{folder} is no folder; `raabta audience pull {folder}` makes one", code=2)
    files = {}
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        if path.stat().st_size > LARGEST:
            fail(f"{path} is larger than {LARGEST:,} bytes", code=2)
        try:
            files[path.name] = path.read_text("utf-8")
        except UnicodeDecodeError:
            fail(f"{path} is not written in UTF-8", code=2)
    if not files:
        fail(f"{folder} holds no file that ends in {SUFFIX}", code=2)
    return workspace_called(workspace), files


def _asked(workspace: "Workspace", files: dict[str, str], *, removes: bool) -> list[dict[str, Any]]:
    """The plan, counted where the warehouse is."""
    from raabta.audiences.services.files import BadFiles
    from raabta.audiences.services.planning import counted_plan
    from raabta.config.importing import COMMAND
    from raabta.config.owner import ask_owner
    from raabta.workspaces.scoped import working_in

    def here() -> dict[str, Any]:
        try:
            changes = counted_plan(workspace=workspace, actor=COMMAND, files=files, removes=removes)
        except BadFiles as error:
            fail(f"nothing was changed\n{escape(str(error))}")
        return {"changes": changes}

    payload = {"files": files, "removes": removes}
    with working_in(workspace):
        answer = ask_owner("audiences.plan", here=here, workspace_id=workspace.pk, payload=payload)
    return list(answer["changes"])


def _tell(changes: list[dict[str, Any]]) -> None:
    for change in changes:
        if change["kind"] == "same":
            continue
        out.print(f"{SIGNS[change['kind']]} {escape(change['name'])}{_people(change)}")
        for line in _difference(change):
            colour = {"+": "green", "-": "red"}.get(line[:1], "dim")
            out.print(f"    [{colour}]{escape(line)}[/]", highlight=False)
    same = sum(change["kind"] == "same" for change in changes)
    out.print(f"{len(changes) - same} to change, {same} as they are")


def _people(change: dict[str, Any]) -> str:
    if (people := change["people"]) is None:
        return ""
    told = f" {people['before']:,} -> {people['after']:,} people"
    return f"[dim]{told}: {people['enter']:,} enter, {people['leave']:,} leave[/]"


def _difference(change: dict[str, Any]) -> list[str]:
    before: list[str] = change["before"].splitlines()
    after: list[str] = change["after"].splitlines()
    if not before or not after:
        return after
    lines = difflib.unified_diff(before, after, lineterm="", n=1)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]
