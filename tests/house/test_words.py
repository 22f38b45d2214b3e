"""Whatever is shown by its key has words for it."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from raabta.kernel import jobs, schedule
from raabta.web.workspaces import duty_words, job_words
from raabta.workspaces.verbs import VERBS

PACKAGE = Path(__file__).resolve().parents[2] / "src/raabta"
VERB = re.compile(r'\bverb ?= ?"([a-z_]+\.[a-z_]+)"|record_audit\([^)]*?"([a-z_]+\.[a-z_]+)"')
TOLD = sorted(
    {
        found.group(1) or found.group(2)
        for path in PACKAGE.rglob("services/**/*.py")
        for found in VERB.finditer(path.read_text())
    }
)


@pytest.mark.parametrize("verb", TOLD)
def test_the_audit_trail_has_words_for_every_verb(verb: str) -> None:
    assert verb in VERBS, "name it in the context's verbs.py"


def test_every_job_and_duty_has_words() -> None:
    assert own(jobs._kinds) - set(job_words.NAMES) == set()
    assert own(schedule._duties) - set(duty_words.NAMES) == set()


def own(keys: Iterable[str]) -> set[str]:
    """Without those that other tests add."""
    return {key for key in keys if not key.startswith("test.")}
