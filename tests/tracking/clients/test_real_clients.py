"""The official clients, unmodified, against a live server."""

import os
import subprocess
import sys

import pytest

from tests.tracking.clients.conftest import (
    HERE,
    PYTHON_CLIENTS,
    Intake,
    installed_for_python,
    run_node,
)

pytestmark = pytest.mark.browser
COMMON = [
    ["u1", "Order Completed"],
    ["u1", "Product Viewed"],
    ["u1", "identified"],
    ["u1", "joined_group"],
    ["u1", "page_viewed"],
]
ALL = sorted([*COMMON, ["u1", "renamed"], ["u1", "screen_viewed"]])


def test_segments_client_for_node(intake: Intake) -> None:
    run_node("segment_node.mjs", intake)
    found = intake.result(7)
    assert found["events"] == ALL
    assert (found["emails"], found["counts"]) == ({"u1": "ada@example.com"}, {"accepted": 7})


def test_segments_client_for_python(intake: Intake) -> None:
    installed_for_python()
    subprocess.run(
        [sys.executable, str(HERE / "segment_python.py"), intake.url, intake.key],
        env={**os.environ, "PYTHONPATH": str(PYTHON_CLIENTS)},
        check=True,
        timeout=60,
    )
    found = intake.result(7)
    assert found["events"] == ALL
    assert (found["emails"], found["counts"]) == ({"u1": "ada@example.com"}, {"accepted": 7})


def test_rudderstacks_client_for_node(intake: Intake) -> None:
    run_node("rudder_node.mjs", intake)
    found = intake.result(5)
    assert found["events"] == COMMON
    assert (found["emails"], found["counts"]) == ({"u1": "ada@example.com"}, {"accepted": 5})
