from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from raabta.customers.models import ConsentRecord
from raabta.kernel import jobs
from tests.api.conftest import Program


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path


def test_the_ledger_is_verified_over_the_api(api: Program) -> None:
    made = api.post("/customers", {"first_name": "Zainab"}).data["id"]
    said = {"purpose": "marketing", "channel": "email", "state": "granted"}
    api.post(f"/customers/{made}/consents", said)
    whole = {"holds": True, "lines": 1, "problem": "", "position": None}
    assert api.get(f"/customers/{made}/consents/verification").data == whole
    assert api.get("/consents/verification").status_code == 404
    asked = api.post("/consents/verification", None)
    assert (asked.status_code, asked.data["state"], asked.data["holds"]) == (202, "queued", None)
    assert jobs.run_next([jobs.DEFAULT])
    done = api.get("/consents/verification").data
    assert (done["holds"], done["lines"], done["customers"], done["broken"]) == (True, 1, 1, [])

    ConsentRecord.objects.all().erase()  # type: ignore[attr-defined]
    gone = {"holds": False, "lines": 0, "problem": "removed", "position": 1}
    assert api.get(f"/customers/{made}/consents/verification").data == gone
    api.post("/consents/verification", None)
    assert jobs.run_next([jobs.DEFAULT])
    done = api.get("/consents/verification").data
    assert done["holds"] is False
    assert done["broken"] == [{"customer_id": made, "kind": "removed", "position": 1}]


def test_verifying_everything_asks_for_the_audit_scope(
    program_with: Callable[..., Program],
) -> None:
    program = program_with("customers.view")
    assert program.post("/consents/verification", None).status_code == 403
