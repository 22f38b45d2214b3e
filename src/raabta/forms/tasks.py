"""Duties of this context."""

from datetime import timedelta

from raabta.forms.services import notices
from raabta.kernel import schedule


@schedule.every(timedelta(minutes=1), key="forms.notify_colleagues")
def notify_colleagues() -> None:
    notices.notify_due()
