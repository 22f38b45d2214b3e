"""demo, import."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from raabta.config.console import fail, load_django, out, progress_bar


def register(app: typer.Typer) -> None:
    app.command()(demo)
    app.command("import")(import_file)


def demo(
    *,
    full: Annotated[
        Path | None,
        typer.Option(help="The whole Online Retail file (CSV, may be .gz) instead of the sample."),
    ] = None,
    serve: Annotated[bool, typer.Option(help="Serve it afterwards.")] = False,
    port: Annotated[int, typer.Option(help="Port to serve on.")] = 8000,
) -> None:
    """Load real orders with made-up people, audiences, a template and campaigns."""
    if serve:
        os.environ.setdefault("RAABTA_URL", f"http://127.0.0.1:{port}")
    load_django(up_to_date=True)
    from raabta.config.demo.loading import EMAIL, PASSWORD, SAMPLE, is_loaded, load_demo

    if full and not full.exists():
        fail(f"there is no file {full}", code=2)
    if is_loaded():
        out.print("The data folder has data already, and keeps it.")
    else:
        with progress_bar() as bar:
            shown = bar.add_task("Starting", total=None)
            load_demo(
                orders=full or SAMPLE,
                tell=lambda title, done, total: bar.update(
                    shown, description=title, completed=done, total=total or None
                ),
            )
    out.print(f"\n  {os.environ.get('RAABTA_URL', 'http://127.0.0.1:8000')}", highlight=False)
    out.print(f"  {EMAIL}  password: {PASSWORD}\n", highlight=False)
    if serve:
        # a process of its own: this one holds the warehouse's file, and much memory
        program = [sys.executable, "-c", "from raabta.config.cli import main; main()"]
        os.execv(sys.executable, [*program, "serve", "--port", str(port)])  # noqa: S606


def import_file(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, XLSX or JSON lines; may be .gz.")],
    *,
    to: Annotated[
        str, typer.Option(help="What it holds: customers, order_lines, objects:vehicle…")
    ] = "customers",
    column: Annotated[
        list[str] | None,
        typer.Option(help="column=field, once for each column that is not recognised."),
    ] = None,
    option: Annotated[
        list[str] | None, typer.Option(help="name=value of the target's options.")
    ] = None,
    workspace: Annotated[str, typer.Option(help="Its workspace, when there are several.")] = "",
) -> None:
    """Import a file as the wizard does: recognise its columns, import, report."""
    load_django(up_to_date=True)
    from raabta.config.finding import workspace_called
    from raabta.config.importing import Unimportable, import_now
    from raabta.customers.import_target import offers
    from raabta.workspaces.scoped import working_in

    if not file.is_file():
        fail(f"there is no file {file}", code=2)
    found = workspace_called(workspace)
    with working_in(found):
        known = [one.name for one in offers(found, lambda _permission: True)]
    if to not in known:
        fail(f"nothing is imported as {to!r}; choose one of {', '.join(known)}", code=2)
    with working_in(found), progress_bar() as bar:
        shown = bar.add_task(file.name, total=None)
        try:
            report = import_now(
                found,
                file,
                target=to,
                columns=_pairs(column),
                options=_pairs(option),
                progress=lambda done, total: bar.update(shown, completed=done, total=total or None),
            )
        except Unimportable as error:
            fail(str(error))
    for name, number in report.counts.items():
        out.print(f"{number:>12,}  {name}")
    if report.counts.get("rejected"):
        out.print(f"The rejected rows and their reasons: {report.url}", highlight=False)


def _pairs(words: list[str] | None) -> dict[str, str]:
    for word in words or []:
        if "=" not in word:
            fail(f"“{word}” is not of the form name=value", code=2)
    return dict(word.split("=", 1) for word in words or [])
