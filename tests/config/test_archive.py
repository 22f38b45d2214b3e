from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from raabta.config import archive
from raabta.customers.models import Customer
from raabta.messaging.models import OutboxMail
from raabta.workspaces.models import User, Workspace

# a backup reads one snapshot, which PostgreSQL begins only outside of a transaction
pytestmark = pytest.mark.django_db(transaction=True)


def quiet(label: str, count: int) -> None:
    """No progress wanted."""


@pytest.fixture
def backup(workspace: Workspace, tmp_path: Path) -> Path:
    moment = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
    Customer.objects.create(
        workspace=workspace,
        first_name="عائشہ",
        attributes={"tags": ["a", None, 1.5], "born": "1990-01-01"},
        created_at=moment,
        updated_at=moment,
    )
    OutboxMail.objects.create(
        workspace=workspace,
        token="t1",
        recipient="a@b.example",
        subject="x",
        raw=b"\x00\xff",
        received_at=moment,
    )
    settings.FILES.mkdir(parents=True, exist_ok=True)
    (settings.FILES / "logo.png").write_bytes(b"png")
    target = tmp_path / "backup.zip"
    archive.write(target, events=None, progress=quiet)
    return target


def everything() -> dict[str, list[tuple[object, ...]]]:
    return {
        model._meta.label: sorted(
            model._base_manager.values_list(*[f.attname for f in model._meta.concrete_fields]),
            key=str,
        )
        for model in archive.kept_models()
    }


def test_a_backup_restores_into_an_empty_place_with_every_row_equal(backup: Path) -> None:
    before = everything()
    for model in reversed(archive.kept_models()):
        model._base_manager.all().delete()
    (settings.FILES / "logo.png").unlink()
    counts = archive.restore(backup, progress=quiet)
    assert everything() == before
    assert counts == archive.read_manifest(backup)["rows"]
    assert (settings.FILES / "logo.png").read_bytes() == b"png"


def test_a_backup_is_not_restored_over_data(backup: Path) -> None:
    before = everything()
    with pytest.raises(archive.NotEmpty):
        archive.restore(backup, progress=quiet)
    assert everything() == before


@pytest.mark.django_db
def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "holiday.zip"
    wrong.write_bytes(b"PK nothing")
    with pytest.raises(archive.Unusable, match="not a backup"):
        archive.restore(wrong, progress=quiet)
    assert not User.objects.exists()
