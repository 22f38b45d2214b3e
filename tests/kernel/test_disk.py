import errno
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from raabta.kernel import clock, disk, jobs
from raabta.kernel.models import Job
from raabta.web.errors import broken

FULL = OSError(errno.ENOSPC, "No space left on device")
TRIES = 9


@jobs.job("test.full")
def fill_up(run: jobs.Run) -> None:
    raise OperationalError("database or disk is full")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (FULL, True),
        (OSError(errno.EDQUOT, "Quota exceeded"), True),
        (OperationalError("database or disk is full"), True),
        (OperationalError('could not extend file "base/1": No space left on device'), True),
        (OSError(errno.ENOENT, "No such file"), False),
        (OperationalError("database is locked"), False),
        (None, False),
    ],
)
def test_a_full_disk_is_told_from_other_errors(error: Exception | None, expected: bool) -> None:  # noqa: FBT001
    assert disk.is_full(error) is expected


def test_the_error_behind_an_error_counts() -> None:
    error = ValueError("the export failed")
    error.__cause__ = FULL
    assert disk.is_full(error)


@pytest.mark.django_db
def test_a_job_waits_for_room_for_as_long_as_it_takes() -> None:
    made = jobs.enqueue("test.full", workspace_id=1)
    for minute in range(TRIES):
        with clock.turned_to(clock.now() + timedelta(minutes=minute)):
            assert jobs.run_next([jobs.DEFAULT])
    made.refresh_from_db()
    assert (made.state, made.attempts, made.error) == (Job.State.QUEUED, TRIES, "")


@pytest.mark.django_db
def test_a_page_says_that_the_disk_is_full() -> None:
    request = RequestFactory().get("/")
    try:
        raise FULL
    except OSError:
        answer = broken(request)
    assert answer.status_code == 503
    assert "disk is full. Nothing was changed" in answer.content.decode()
    assert broken(request).status_code == 500
