"""What every process does for messages while it lives."""

from time import monotonic

from raabta.kernel.pumps import pump
from raabta.messaging.services.confirmation_mails import mail_due
from raabta.messaging.services.engagement import judge_due
from raabta.messaging.services.recovery import recover
from raabta.messaging.services.sending import send_due

RECOVER_SECONDS = 5.0


class _Turn:
    """When this process last looked after the dead."""

    at: float | None = None

    @classmethod
    def is_due(cls) -> bool:
        now = monotonic()
        if cls.at is not None and now - cls.at < RECOVER_SECONDS:
            return False
        cls.at = now
        return True


@pump("messaging.recover")
def recover_messages() -> int:
    return recover() if _Turn.is_due() else 0


@pump("messaging.send")
def send_messages() -> int:
    return send_due()


@pump("messaging.engagement")
def judge_engagement() -> int:
    return judge_due()


@pump("messaging.confirmations")
def mail_confirmations() -> int:
    return mail_due()
