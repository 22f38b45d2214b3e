from datetime import timedelta

from raabta.kernel import schedule
from raabta.kernel.pumps import pump
from raabta.tracking.services import upkeep
from raabta.tracking.services.stitching import stitch


@pump("tracking.stitch")
def stitch_deliveries() -> int:
    return stitch()


@schedule.every(timedelta(minutes=10), key="tracking.forget_old_calls")
def forget_old_calls() -> None:
    upkeep.forget_old_calls()
