"""One claim on its way out: allowed, composed, handed over in small groups, results stored.

Between two groups, and before every mail, it looks whether it should stop, so a pause acts
within a second. A message is marked as handed over before any of it leaves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from raabta.content.rendering import people_data
from raabta.kernel.stopping import stopping
from raabta.messaging.channel import Mail, Way
from raabta.messaging.contact import may_contact
from raabta.messaging.models import Mailing, Message
from raabta.messaging.queries.people import recipients_of
from raabta.messaging.recipients import Recipient
from raabta.messaging.services.bounces import note_bounces_of
from raabta.messaging.services.claims import Claimed, Handed, Settled, hand_over, renew, settle
from raabta.messaging.services.composers import composer_for
from raabta.messaging.services.composing import CannotCompose, Composer, LacksValue
from raabta.messaging.services.links import keep_links
from raabta.messaging.services.outcomes import settled
from raabta.messaging.services.outgoing import Outgoing

GROUP = 50
STEP_SECONDS = 3.0
LOOK_SECONDS = 0.3
State = Message.State


@dataclass
class Batch:
    mailing: Mailing
    outgoing: Outgoing
    claimed: list[Claimed]
    _began: float = field(default_factory=monotonic)
    _looked: float = 0.0
    _goes_on: bool = True

    def run(self) -> None:
        """Work through the claim until its end, or until something says stop."""
        rows = self._allowed()
        if not rows:
            return
        try:
            composer = composer_for(self.mailing)
        except CannotCompose as error:
            lost = [Settled(row.id, State.FAILED, "content", error=str(error)) for row in rows]
            settle(self.mailing.workspace_id, lost)
            return
        ids = [row.customer_id for row in rows if row.customer_id]
        people = people_data(self.mailing.workspace, ids)
        recipients = recipients_of(self.mailing.workspace, ids)
        for at in range(0, len(rows), GROUP):
            if not self.go_on():
                break
            if at:
                renew([row.id for row in rows[at:]])
            mails, handed = self._composed(composer, rows[at : at + GROUP], people, recipients)
            self._deliver(composer, mails, handed)

    def go_on(self) -> bool:
        """Nobody paused or stopped us, the way is open, and the step is not too long already."""
        now = monotonic()
        if self._goes_on and now - self._looked > LOOK_SECONDS:
            self._looked = now
            active = Mailing.objects.filter(pk=self.mailing.pk, state=Mailing.State.ACTIVE)
            self._goes_on = active.exists()
        return self._goes_on and not stopping.is_set() and now - self._began < STEP_SECONDS

    def _allowed(self) -> list[Claimed]:
        """Those who may be contacted now; the others are refused, or wait until they may."""
        if self.mailing.is_test:
            return self.claimed
        ids = [row.customer_id for row in self.claimed if row.customer_id]
        decisions = may_contact(
            self.mailing.workspace, ids, self.mailing.purpose, topic=self.mailing.topic
        )
        allowed: list[Claimed] = []
        refused: list[Settled] = []
        for row in self.claimed:
            decision = decisions.get(row.customer_id or 0)
            if decision and decision.allowed:
                allowed.append(row)
            elif decision and decision.retry_at:
                later = decision.retry_at
                refused.append(Settled(row.id, State.QUEUED, decision.rule, not_before=later))
            else:
                rule = decision.rule if decision else "gone"
                refused.append(Settled(row.id, State.REFUSED, rule))
        if refused:
            settle(self.mailing.workspace_id, refused)
        return allowed

    def _composed(
        self,
        composer: Composer,
        group: list[Claimed],
        people: Mapping[int, dict[str, Any]],
        recipients: Mapping[int, Recipient],
    ) -> tuple[list[Mail], list[Handed]]:
        mails: list[Mail] = []
        handed: list[Handed] = []
        failed: list[Settled] = []
        for row in group:
            to = recipients.get(row.customer_id or 0, Recipient("", "", ""))
            if row.address and self.mailing.is_test:
                to = Recipient(row.address, "", row.language or to.language)
            try:
                mail = composer.compose(row, people.get(row.customer_id or 0, {}), to)
            except LacksValue as error:
                failed.append(Settled(row.id, State.REFUSED, "missing_value", error=str(error)))
                continue
            except CannotCompose as error:
                failed.append(Settled(row.id, State.FAILED, "content", error=str(error)))
                continue
            mails.append(mail)
            handed.append(Handed(row.id, to.address, composer.language_for(to.language)))
        if failed:
            settle(self.mailing.workspace_id, failed)
        return mails, handed

    def _deliver(self, composer: Composer, mails: list[Mail], handed: list[Handed]) -> None:
        if not mails:
            return
        keep_links(self.mailing, composer.links)
        ours = hand_over(handed)
        mails = [mail for mail in mails if mail.message_id in ours]
        way = Way(workspace=self.mailing.workspace, go_on=self.go_on)
        delivery = self.outgoing.channel.deliver(mails, way)
        tries = {row.id: row.attempts for row in self.claimed}
        results = [
            settled(mail, outcome, tries[mail.message_id])
            for mail, outcome in zip(mails, delivery.outcomes, strict=True)
        ]
        settle(self.mailing.workspace_id, results)
        bounced = {row.id: (row.bounce_kind, row.error) for row in results if row.bounce_kind}
        if bounced:
            note_bounces_of(bounced)
        self.outgoing.note(delivery.problem)
        self._goes_on = self._goes_on and not delivery.problem
