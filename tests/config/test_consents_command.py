from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from raabta.customers.models import ConsentAnchor, ConsentRecord
from raabta.customers.services.consent import Answer, record_consent
from raabta.customers.services.people import create_customer
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace

app = typer.Typer()
import_module("raabta.config.commands.consents").register(app)


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path


def test_the_command_verifies_and_ends_with_1_when_a_line_is_missing(workspace: Workspace) -> None:
    made = create_customer(workspace=workspace, actor=SYSTEM, values={"first_name": "Zainab"})
    for state in ("granted", "withdrawn"):
        answer = Answer(made.pk, "marketing", "email", state, "form")
        record_consent(workspace=workspace, actor=SYSTEM, answer=answer)

    run = CliRunner().invoke(app, ["consents", "verify"])
    assert (run.exit_code, run.stdout) == (0, "Shop: 2 lines of 1 people verified.\n")
    run = CliRunner().invoke(app, ["consents", "anchor", "--workspace", "Shop"])
    assert run.exit_code == 0, run.output
    assert "anchor 1, 2 lines, " + ConsentAnchor.objects.get().digest in run.stdout.replace(
        "\n", ""
    ).replace("lines,", "lines, ").replace("  ", " ")

    ConsentRecord.objects.filter(position=2).erase()  # type: ignore[attr-defined]
    run = CliRunner().invoke(app, ["consents", "verify", "--workspace", "Shop"])
    assert run.exit_code == 1
    assert f"customer {made.pk}: a line was removed at place 2" in run.stdout
    run = CliRunner().invoke(app, ["consents", "anchor"])
    assert (run.exit_code, ConsentAnchor.objects.count()) == (1, 1)
