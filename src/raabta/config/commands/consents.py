"""consents verify."""

from typing import TYPE_CHECKING, Annotated

import typer

from raabta.config.console import fail, load_django, out, progress_bar

if TYPE_CHECKING:
    from raabta.customers.services.consent_proof import Proof
    from raabta.workspaces.models import Workspace

WORDS = {
    "changed": "line {position} was changed",
    "removed": "a line was removed at place {position}",
    "inserted": "a line was inserted at place {position}",
    "rewritten": "the lines were written and sealed again",
    "head_changed": "the kept number of lines was changed",
    "head_missing": "the kept number of lines was removed",
    "gone": "all lines were removed",
    "left": "there are lines although the person was erased",
    "anchor": "the last anchor, in files/anchors, is missing or altered",
}


def register(app: typer.Typer) -> None:
    consents = typer.Typer(help="The consent ledger.", no_args_is_help=True)
    consents.command("verify")(verify)
    consents.command("anchor")(anchor)
    app.add_typer(consents, name="consents")


def verify(
    *, workspace: Annotated[str, typer.Option(help="Only this workspace, instead of all.")] = ""
) -> None:
    """Verify every line of the consent ledger. Exit code 1 when one was altered."""
    load_django()
    broken = 0
    for found in _workspaces(workspace):
        proof = _verified(found)
        broken += proof.broken_count
        out.print(f"{found.name}: {proof.lines:,} lines of {proof.people:,} people verified.")
        for one in proof.broken:
            whose = f"customer {one.customer_id}: " if one.customer_id else ""
            out.print(f"  {whose}{WORDS[one.kind].format(position=one.position)}", highlight=False)
    if broken:
        fail(f"the ledger was altered: {broken:,} found")


def anchor(
    *, workspace: Annotated[str, typer.Option(help="Only this workspace, instead of all.")] = ""
) -> None:
    """Verify, then keep the list of all chains. Print its digest, to keep it elsewhere too."""
    load_django()
    from raabta.customers.services.consent_anchors import take_anchor
    from raabta.workspaces.scoped import working_in

    for found in _workspaces(workspace):
        if not _verified(found).holds:
            fail(f"“{found.name}” is altered, so it is not anchored; see: raabta consents verify")
        with working_in(found):
            taken = take_anchor(found)
        out.print(f"{found.name}: anchor {taken.number}, {taken.lines:,} lines, {taken.digest}")


def _workspaces(name: str) -> "list[Workspace]":
    from raabta.config.finding import workspace_called
    from raabta.workspaces.models import Workspace

    return [workspace_called(name)] if name else list(Workspace.objects.order_by("pk"))


def _verified(workspace: "Workspace") -> "Proof":
    from raabta.customers.services.consent_proof import verify_ledger
    from raabta.workspaces.scoped import working_in

    with working_in(workspace), progress_bar() as bar:
        shown = bar.add_task(workspace.name, total=None)
        return verify_ledger(
            workspace,
            lambda done, total: bar.update(shown, completed=done, total=total or None),
        )
