from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.merge_follower import MergeFollower, Move
from raabta.customers.models import ConsentRecord
from raabta.customers.services.merging.consents import carry_withdrawals, settle
from raabta.workspaces.models import Workspace


class Consents(MergeFollower):
    """No line of the ledger moves: both chains are read together, and so stay whole."""

    key: ClassVar[str] = "consents"
    label: ClassVar[Promise | str] = _("Consent records")
    models: ClassVar[tuple[str, ...]] = (
        "customers.consentrecord",
        "customers.consent",
        "customers.consenthead",
        "customers.consentfile",
    )

    def count(self, workspace: Workspace, customer_id: int) -> int:
        return ConsentRecord.objects.filter(workspace=workspace, customer=customer_id).count()

    def move(self, move: Move) -> None:
        settle(move.workspace, move.survivor_id)

    def take_back(self, move: Move, _kept: None) -> None:
        settle(move.workspace, move.survivor_id)
        carry_withdrawals(move)
