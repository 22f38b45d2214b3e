"""Erase again who was erased after a backup was made, once it is restored."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django_scopes import scopes_disabled

from raabta.customers.models import Customer
from raabta.customers.services.erased_list import Erased
from raabta.customers.services.erasure import erase_customer
from raabta.workspaces.actor import Actor
from raabta.workspaces.scoped import working_in

REPLAY = Actor(label="raabta erasures replay", via="system")


@dataclass
class Replayed:
    """How many were erased again, were erased in the backup already, or are not in it."""

    erased: int = 0
    known: int = 0
    absent: int = 0


def erase_again(
    listed: Iterable[Erased], progress: Callable[[int], object] = lambda _done: None
) -> Replayed:
    """Safe to repeat. A hold in the backup was released before they were erased."""
    done = Replayed()
    for number, one in enumerate(listed, start=1):
        with scopes_disabled():
            rows = Customer.objects.select_related("workspace")
            customer = rows.filter(public_id=one.public_id).first()
        if customer is None:
            done.absent += 1
        elif customer.erased_at:
            done.known += 1
        else:
            with working_in(customer.workspace):
                erase_customer(
                    workspace=customer.workspace, actor=REPLAY, customer_id=customer.pk,
                    despite_hold=True,
                )  # fmt: skip
            done.erased += 1
        progress(number)
    return done
