"""doctor, backup, restore, secrets rotate."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from raabta.config.console import fail, load_django, out, progress_bar


def register(app: typer.Typer) -> None:
    app.command()(doctor)
    app.command()(backup)
    app.command()(restore)
    secrets = typer.Typer(help="Stored passwords and keys.", no_args_is_help=True)
    secrets.command("rotate")(rotate)
    app.add_typer(secrets, name="secrets")


def doctor() -> None:
    """Examine everything, and say how to mend what is wrong. Exit code 1 when something is."""
    load_django()
    from rich.table import Table

    from raabta.config.checkup import examine

    table = Table(show_header=False, box=None, pad_edge=False)
    ill = 0
    for finding in examine():
        ill += not finding.is_fine
        mark = "[green]ok[/]" if finding.is_fine else "[bold red]mend[/]"
        mend = "" if finding.is_fine or not finding.mend else f"\n  → {finding.mend}"
        table.add_row(mark, finding.subject, f"{finding.says}{mend}")
    out.print(table)
    if ill:
        fail(f"{ill} to mend")
    out.print("All is well.")


def backup(
    target: Annotated[Path, typer.Argument(help="The zip file to write.")],
    *,
    force: Annotated[bool, typer.Option(help="Write over an existing file.")] = False,
) -> None:
    """Write all rows, the warehouse's events and the files into one zip, while Raabta runs."""
    load_django()
    if target.exists() and not force:
        fail(f"{target} exists; choose another name or say --force", code=2)
    from raabta.config import archive
    from raabta.config.events_file import save_events

    with tempfile.TemporaryDirectory(prefix="raabta-backup-") as folder, progress_bar() as bar:
        events = Path(folder) / "events.parquet"
        save_events(events)
        shown = bar.add_task("Rows", total=None)
        manifest = archive.write(
            target,
            events=events,
            progress=lambda label, count: bar.update(shown, description=label, completed=count),
        )
    rows = sum(manifest["rows"].values())
    size = target.stat().st_size / 2**20
    out.print(f"{target}: {rows:,} rows, {manifest['files']} files, {size:.1f} MB")
    out.print("Not inside: the keys of RAABTA_SECRET_KEY and RAABTA_SEAL_KEY. Keep them elsewhere.")


def restore(
    source: Annotated[Path, typer.Argument(help="A file made by `raabta backup`.")],
    *,
    erasures: Annotated[
        Path | None,
        typer.Option(help="Erase again who is on this list; erasures.jsonl here if absent."),
    ] = None,
) -> None:
    """Load a backup into an empty place and verify every count."""
    for path in (source, *([erasures] if erasures else [])):
        if not path.is_file():
            fail(f"there is no file {path}", code=2)
    load_django(up_to_date=True)
    from raabta.config import archive
    from raabta.config.events_file import load_events
    from raabta.search.services import rebuild_everywhere
    from raabta.warehouse.services.rebuilding import rebuild

    with tempfile.TemporaryDirectory(prefix="raabta-restore-") as folder, progress_bar() as bar:
        shown = bar.add_task("Rows", total=None)

        def progress(label: str, count: int) -> None:
            bar.update(shown, description=label, completed=count)

        try:
            expected = archive.read_manifest(source)["rows"]
            found = archive.restore(source, progress=progress)
        except archive.NotEmpty:
            fail("there is data here already; restore into an empty RAABTA_DATA or database")
        except archive.Unusable as error:
            fail(str(error))
        rebuild(progress=progress)
        rebuild_everywhere(progress=progress)
        events = Path(folder) / "events.parquet"
        if archive.take_out_events(source, events):
            load_events(events)
    wrong = {
        label: (expected[label], found.get(label))
        for label in expected
        if expected[label] != found.get(label)
    }
    if wrong:
        fail(f"counts differ: {wrong}")
    out.print(f"Restored and verified: {sum(found.values()):,} rows of {len(found)} kinds.")
    _erase_again(erasures)


def _erase_again(given: Path | None) -> None:
    """Who was erased after the backup was made is in it, and goes again."""
    from raabta.config.commands.erasures import replayed, tell
    from raabta.customers.services.erased_list import own_list

    path = given or own_list()
    if path.is_file():
        tell(replayed(path))
    else:
        out.print("No list of erasures was given: who was erased since the backup is back.")


def rotate() -> None:
    """Seal every stored secret again with the newest key of RAABTA_SEAL_KEY."""
    load_django()
    from raabta.workspaces.services.secrets import rotate_secrets

    done = rotate_secrets()
    out.print(f"{done.resealed} sealed again, {done.current} had the newest key already.")
    if done.broken:
        fail("these cannot be opened with the keys given: " + ", ".join(done.broken))
    _attest_anew()


def _attest_anew() -> None:
    """The consent ledger's proofs hang on the same keys."""
    from raabta.customers.services.consent_heads import renew_marks
    from raabta.customers.services.consent_proof import LedgerBroken, verify_and_anchor
    from raabta.workspaces.models import Workspace
    from raabta.workspaces.scoped import working_in

    for workspace in Workspace.objects.order_by("pk"):
        with working_in(workspace):
            renew_marks(workspace)
    try:
        verify_and_anchor()
    except LedgerBroken as error:
        fail(f"the consent ledger was altered, see `raabta consents verify`: {error}")
