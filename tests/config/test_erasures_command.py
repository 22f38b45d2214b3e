"""Who was erased after a backup is erased again once it is restored."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from raabta.config import archive
from raabta.customers.models import Customer, Identity
from raabta.customers.services.erased_list import own_list
from raabta.customers.services.erasure import erase_customer
from raabta.customers.services.holds import place_hold, release_hold
from raabta.customers.services.people import create_customer
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import AuditEntry, Workspace

pytestmark = pytest.mark.django_db(transaction=True)
app = typer.Typer()
import_module("raabta.config.commands.erasures").register(app)


@pytest.fixture(autouse=True)
def _own_data(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.FILES = tmp_path, tmp_path / "files"


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, ["erasures", *words])


def told(output: str) -> str:
    """Without the line breaks of a narrow terminal."""
    return " ".join(output.split())


def people(workspace: Workspace) -> list[Customer]:
    return [
        create_customer(
            workspace=workspace, actor=SYSTEM,
            values={"first_name": name, "email": f"{name.lower()}@mail.example"},
        )
        for name in ("Zainab", "Rafiq")
    ]  # fmt: skip


def test_an_older_backup_that_is_restored_erases_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    zainab, rafiq = people(workspace)
    who = {"workspace": workspace, "actor": SYSTEM, "customer_id": zainab.pk}
    place_hold(**who, reason="A case that ended later")
    backup = tmp_path / "backup.zip"
    archive.write(backup, events=None, progress=lambda _label, _count: None)
    release_hold(**who)
    erase_customer(**who)
    (line,) = own_list().read_text().splitlines()
    assert json.loads(line)["customer"] == str(zainab.public_id)
    assert "zainab" not in line.lower()

    for model in reversed(archive.kept_models()):
        model._base_manager.all().delete()
    archive.restore(backup, progress=lambda _label, _count: None)
    assert Customer.objects.get(pk=zainab.pk).first_name == "Zainab"

    run = typed("replay")
    assert run.exit_code == 0, run.output
    assert run.stdout == "1 erased again, 0 were erased already, 0 are not here.\n"
    assert Customer.objects.get(pk=zainab.pk).erased_at is not None
    assert list(Identity.objects.values_list("value", flat=True)) == ["rafiq@mail.example"]
    assert AuditEntry.objects.get(verb="customer.erased").actor_label == "raabta erasures replay"
    assert typed("replay").stdout.startswith("0 erased again, 1 were erased already")
    assert Customer.objects.get(pk=rafiq.pk).first_name == "Rafiq"


def test_the_list_is_written_from_the_records(workspace: Workspace, tmp_path: Path) -> None:
    zainab, _rafiq = people(workspace)
    erase_customer(workspace=workspace, actor=SYSTEM, customer_id=zainab.pk)
    target = tmp_path / "list.jsonl"
    assert "1 erased" in told(typed("write", str(target)).stdout)
    assert target.read_text() == own_list().read_text()
    assert typed("replay", str(target)).stdout.startswith("0 erased again, 1 were erased")


def test_a_file_that_is_no_list_erases_nobody(workspace: Workspace, tmp_path: Path) -> None:
    zainab, _rafiq = people(workspace)
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text('{"hello": 1}\n')
    run = typed("replay", str(wrong))
    assert run.exit_code == 1
    assert "line 1 is not of a list of erasures" in told(run.stderr)
    assert typed("replay", str(tmp_path / "absent")).exit_code == 2
    known = json.dumps({"customer": str(zainab.public_id), "erased_at": "2026-01-01T00:00:00Z"})
    wrong.write_text(known[:-20])  # a crash cut the only line short
    assert typed("replay", str(wrong)).stdout.startswith("0 erased again")
