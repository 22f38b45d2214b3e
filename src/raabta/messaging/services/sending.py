"""The sender's step: what every process does again and again while it lives."""

import structlog
from django_scopes import scopes_disabled

from raabta.kernel import clock
from raabta.kernel.stopping import stopping
from raabta.messaging.models import Mailing
from raabta.messaging.queries.mailings import at_work
from raabta.messaging.services.batches import Batch
from raabta.messaging.services.claims import CLAIM, claim, give_back
from raabta.messaging.services.mailings import clear_cancelled, finish_if_done, rest_mailing
from raabta.messaging.services.outgoing import CannotOpen, outgoing_for, report_problem
from raabta.messaging.services.pace import take_permits
from raabta.workspaces.scoped import working_in

log = structlog.get_logger()


def send_due() -> int:
    """One step of every mailing that has something due. Returns how many messages moved."""
    moved = 0
    with scopes_disabled():
        mailings = at_work(clock.now())
    for mailing in mailings:
        if stopping.is_set():
            break
        with working_in(mailing.workspace):
            moved += work_on(mailing)
    return moved


def work_on(mailing: Mailing) -> int:
    """One step of one mailing, inside its workspace. Returns how many messages moved."""
    if mailing.state == Mailing.State.CANCELLED:
        return clear_cancelled(mailing)
    try:
        outgoing = outgoing_for(mailing)
    except CannotOpen as problem:
        report_problem(mailing, str(problem))
        return 0
    if outgoing.is_resting():
        return 0
    most = take_permits(mailing, CLAIM)
    most = take_permits(outgoing.setting, most) if most else 0
    if not most:
        return 0
    claimed = claim(mailing, most)
    if not claimed:
        if not finish_if_done(mailing):
            rest_mailing(mailing)
        return 0
    try:
        Batch(mailing, outgoing, claimed).run()
    finally:
        give_back([row.id for row in claimed])
    return len(claimed)
