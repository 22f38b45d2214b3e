from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.messaging.contact_rule import Batch, ContactRule, Verdict
from raabta.messaging.models import Suppression
from raabta.messaging.suppression_hash import domain_of, value_hash

# these say "no advertising"; a receipt may still be sent there
ONLY_MARKETING = {Suppression.Reason.UNSUBSCRIBE, Suppression.Reason.COMPLAINT}


class Suppressed(ContactRule):
    """The address or its whole domain is on the suppression list."""

    key: ClassVar[str] = "suppressed"
    label: ClassVar[str | Promise] = _("Address on the suppression list")
    priority: ClassVar[int] = 30

    def decide(self, batch: Batch) -> Mapping[int, Verdict]:
        addresses, domains = self._hashes(batch)
        rows = Suppression.objects.filter(
            workspace=batch.workspace,
            channel=batch.channel,
            value_hash__in={*addresses.values(), *domains.values()},
        )
        if batch.is_transactional:
            rows = rows.exclude(reason__in=ONLY_MARKETING)
        found = set(rows.values_list("kind", "value_hash"))
        return {
            pk: Verdict()
            for pk, hashed in addresses.items()
            if ("address", hashed) in found or ("domain", domains.get(pk)) in found
        }

    @staticmethod
    def _hashes(batch: Batch) -> tuple[dict[int, str], dict[int, str]]:
        addresses = {pk: value_hash(address) for pk, address in batch.addresses.items()}
        names = {pk: domain_of(address) for pk, address in batch.addresses.items()}
        known = {name: value_hash(name) for name in set(names.values()) if name}
        return addresses, {pk: known[name] for pk, name in names.items() if name}
