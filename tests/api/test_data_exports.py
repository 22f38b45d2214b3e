from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from raabta.kernel import jobs
from tests.api.conftest import Program


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path


def test_everything_about_a_person_is_exported_over_the_api(
    api: Program, project: Callable[[], None]
) -> None:
    made = api.post("/customers", {"first_name": "Zainab"}).data["id"]
    project()
    asked = api.post(f"/customers/{made}/data-exports", None)
    assert (asked.status_code, asked.data["state"]) == (202, "queued")
    assert asked.data["download_url"] is None
    assert jobs.run_next([jobs.WAREHOUSE])
    (done,) = api.get(f"/customers/{made}/data-exports").data
    assert (done["id"], done["state"]) == (asked.data["id"], "done")
    file = Client().get("/" + done["download_url"].split("/", 3)[3])
    assert file.headers["Content-Type"] == "application/zip"
    file.close()
    assert api.post("/customers/999999/data-exports", None).status_code == 404


def test_an_export_asks_for_its_scope(program_with: Callable[..., Program], api: Program) -> None:
    made = api.post("/customers", {"first_name": "Zainab"}).data["id"]
    program = program_with("customers.view")
    assert program.post(f"/customers/{made}/data-exports", None).status_code == 403
