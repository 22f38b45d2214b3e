from datetime import timedelta

from raabta.api import services
from raabta.kernel import schedule


@schedule.every(timedelta(hours=1), key="api.forget_old_calls")
def forget_old_calls() -> None:
    services.forget_old_calls()
