"""Duties of the kernel itself."""

from datetime import timedelta

from raabta.kernel import bus, clock, rows, schedule
from raabta.kernel.models import Job
from raabta.kernel.pumps import pump

KEEP_JOBS = timedelta(days=30)


@pump("kernel.bus")
def deliver_domain_events() -> int:
    return bus.deliver_pending()


@pump("kernel.schedule")
def run_due_duties() -> int:
    return schedule.run_due()


@schedule.every(timedelta(hours=6), key="kernel.forget_old_jobs")
def forget_old_jobs() -> None:
    Job.objects.filter(finished_at__lt=clock.now() - KEEP_JOBS).delete()


@schedule.every(timedelta(hours=1), key="kernel.refresh_statistics")
def refresh_statistics() -> None:
    rows.refresh_statistics()
