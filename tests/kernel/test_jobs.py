from datetime import timedelta

import pytest

from raabta.kernel import clock, jobs
from raabta.kernel.models import Job

ran: list[int] = []


@jobs.job("test.count")
def count(run: jobs.Run) -> None:
    for step in range(3):
        run.progress(step, 3)
        ran.append(step)


@jobs.job("test.break")
def break_down(run: jobs.Run) -> None:
    raise jobs.UserError("the file is empty")


@jobs.job("test.crash")
def crash(run: jobs.Run) -> None:
    raise RuntimeError("boom")


@pytest.mark.django_db
def test_a_job_runs_once_and_keeps_its_progress() -> None:
    ran.clear()
    made = jobs.enqueue("test.count", workspace_id=1)
    assert jobs.run_next([jobs.DEFAULT])
    assert not jobs.run_next([jobs.DEFAULT])
    made.refresh_from_db()
    assert (made.state, made.done, made.total, ran) == ("done", 2, 3, [0, 1, 2])


@pytest.mark.django_db
def test_a_job_whose_process_died_is_run_again_after_its_lease() -> None:
    made = jobs.enqueue("test.count", workspace_id=1)
    assert jobs._claim([jobs.DEFAULT]) is not None
    assert not jobs.run_next([jobs.DEFAULT])
    with clock.turned_to(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        assert jobs.run_next([jobs.DEFAULT])
    made.refresh_from_db()
    assert (made.state, made.attempts) == ("done", 2)


@pytest.mark.django_db
def test_a_cancelled_job_never_starts_or_stops_at_its_next_progress() -> None:
    ran.clear()
    waiting = jobs.enqueue("test.count", workspace_id=1)
    jobs.cancel(waiting.pk)
    assert not jobs.run_next([jobs.DEFAULT])
    running = jobs.enqueue("test.count", workspace_id=1)
    claimed = jobs._claim([jobs.DEFAULT])
    assert claimed is not None
    jobs.cancel(running.pk)
    jobs._run(claimed)
    running.refresh_from_db()
    assert (running.state, ran) == (Job.State.CANCELLED, [])


@pytest.mark.django_db
def test_a_users_mistake_is_told_and_not_retried_but_a_crash_is() -> None:
    told = jobs.enqueue("test.break", workspace_id=1)
    assert jobs.run_next([jobs.DEFAULT])
    told.refresh_from_db()
    assert (told.state, told.error) == ("failed", "the file is empty")
    crashed = jobs.enqueue("test.crash", workspace_id=1)
    assert jobs.run_next([jobs.DEFAULT])
    crashed.refresh_from_db()
    assert (crashed.state, crashed.attempts) == ("queued", 1)
