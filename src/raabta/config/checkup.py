"""What `raabta doctor` looks at: each check says what it found and how to mend it."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from raabta.kernel import clock
from raabta.kernel.models import Job, OutboxEvent, Schedule

ENOUGH_BYTES = 2 * 2**30


@dataclass(frozen=True)
class Finding:
    subject: str
    is_fine: bool
    says: str
    mend: str = ""


Check = Callable[[], Iterator[Finding]]


def examine() -> Iterator[Finding]:
    """Every finding, in order; a check that itself fails is a finding too."""
    for check in (
        python,
        data_folder,
        secrets,
        addresses,
        records,
        assets,
        background,
        sealed,
        warehouse,
    ):
        try:
            yield from check()
        except Exception as error:  # noqa: BLE001  the doctor must finish the round
            name = check.__name__.replace("_", " ")
            yield Finding(name, is_fine=False, says=f"{type(error).__name__}: {error}")


def python() -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Finding("Python", sys.version_info >= (3, 11), version, "install Python 3.11 or later")


def data_folder() -> Iterator[Finding]:
    folder: Path = settings.DATA
    yield Finding(
        "Data folder",
        os.access(folder, os.W_OK),
        str(folder),
        f"give this user write access to {folder}, or set RAABTA_DATA",
    )
    free = shutil.disk_usage(folder).free
    yield Finding(
        "Free disk",
        free > ENOUGH_BYTES,
        f"{free / 2**30:.1f} GB",
        "free some space; a full disk stops imports and sending (nothing accepted is lost)",
    )


def secrets() -> Iterator[Finding]:
    kept = settings.DATA / "secrets"
    from_files = [name for name in ("SECRET_KEY", "SEAL_KEY") if f"RAABTA_{name}" not in os.environ]
    yield Finding(
        "Secrets",
        is_fine=True,
        says=f"in {kept}; keep a copy apart from backups" if from_files else "in the environment",
    )
    for name in from_files:
        file = kept / name.lower()
        yield Finding(
            f"{file.name} readable by others",
            is_fine=file.stat().st_mode & 0o077 == 0,
            says="no" if file.stat().st_mode & 0o077 == 0 else "yes",
            mend=f"chmod 600 {file}",
        )


def addresses() -> Iterator[Finding]:
    local = any(name in settings.BASE_URL for name in ("127.0.0.1", "localhost"))
    yield Finding(
        "Address",
        settings.IS_HTTPS or local,
        settings.BASE_URL,
        "set RAABTA_URL to the https address that readers of your mails can reach",
    )


def records() -> Iterator[Finding]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        yield Finding(
            "Records database", is_fine=False, says=str(error), mend="check RAABTA_DATABASE_URL"
        )
        return
    yield Finding("Records database", is_fine=True, says=connection.vendor)
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield Finding("Migrations", not missing, f"{len(missing)} to apply", "run: raabta migrate")


def assets() -> Iterator[Finding]:
    manifest = settings.PACKAGE / "static/dist/manifest.json"
    yield Finding("Page assets", manifest.exists(), str(manifest.parent), "run: make setup")
    for language, _name in settings.LANGUAGES[1:]:
        catalogue = settings.PACKAGE / f"locale/{language}/LC_MESSAGES/django.mo"
        yield Finding(
            f"Translation {language}", catalogue.exists(), catalogue.name, "run: make setup"
        )


def background() -> Iterator[Finding]:
    late = clock.now() - timedelta(minutes=10)
    behind = Schedule.objects.filter(next_run_at__lt=late, is_paused=False).count()
    yield Finding(
        "Scheduled duties",
        not behind,
        f"{behind} late",
        "start `raabta serve`, or one more `raabta work`",
    )
    stuck = OutboxEvent.objects.filter(attempts__gt=0).order_by("-attempts").first()
    yield Finding(
        "Domain events",
        stuck is None,
        f"failing: {stuck.name}: {stuck.last_error}" if stuck else "all delivered",
        "they are tried again by themselves; the log tells the cause",
    )
    failed = Job.objects.filter(
        state=Job.State.FAILED, finished_at__gt=clock.now() - timedelta(days=1)
    )
    yield Finding(
        "Jobs failed today",
        not failed.exists(),
        str(failed.count()),
        "see Settings, Background work",
    )


def sealed() -> Iterator[Finding]:
    from raabta.workspaces.sealing import SealBroken, sealed_values, unseal

    broken = []
    for field, row in sealed_values():
        try:
            unseal(field.read(row), bound_to=field.bound_to(row))
        except SealBroken:
            broken.append(f"{field.model._meta.label} {row.pk}")
    yield Finding(
        "Sealed secrets",
        not broken,
        f"cannot be opened: {', '.join(broken)}" if broken else "all can be opened",
        "put the key they were sealed with behind the newest one in RAABTA_SEAL_KEY",
    )


def warehouse() -> Iterator[Finding]:
    from raabta.kernel.models import Change
    from raabta.warehouse import engine
    from raabta.warehouse.preparing import prepared

    waiting = Change.objects.filter(marked_at__lt=clock.now() - timedelta(minutes=10)).count()
    yield Finding(
        "Warehouse is current",
        not waiting,
        f"{waiting} changes wait for more than ten minutes" if waiting else "yes",
        "start `raabta serve`; it loads them by itself",
    )
    try:
        prepared().count("customer", workspace_id=0)
    except engine.WarehouseBusy:
        yield Finding("Warehouse", is_fine=True, says="in use by the running server")
    else:
        yield Finding("Warehouse", is_fine=True, says=settings.WAREHOUSE_URL.split("://")[0])
    finally:
        engine.close()
