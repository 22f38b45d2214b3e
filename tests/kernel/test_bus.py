from dataclasses import dataclass

import pytest
from django.db import transaction

from raabta.kernel import bus
from raabta.kernel.models import OutboxEvent


@dataclass(frozen=True)
class KettleBoiled:
    workspace_id: int
    litres: int


@dataclass(frozen=True)
class KettleBroke:
    workspace_id: int


heard: list[KettleBoiled] = []


@bus.subscribe(KettleBoiled)
def hear(event: KettleBoiled) -> None:
    heard.append(event)


@bus.subscribe(KettleBroke)
def complain(event: KettleBroke) -> None:
    raise RuntimeError("no tea")


@pytest.mark.django_db
def test_an_event_is_delivered_once_and_then_gone() -> None:
    heard.clear()
    with transaction.atomic():
        bus.publish(KettleBoiled(workspace_id=1, litres=2))
    assert heard == []
    assert bus.deliver_pending() == 1
    assert heard == [KettleBoiled(workspace_id=1, litres=2)]
    assert bus.deliver_pending() == 0


@pytest.mark.django_db
def test_a_failing_subscriber_is_tried_again_later_and_its_error_is_kept() -> None:
    with transaction.atomic():
        bus.publish(KettleBroke(workspace_id=1))
    bus.deliver_pending()
    kept = OutboxEvent.objects.get()
    assert kept.attempts == 1
    assert kept.last_error == "RuntimeError: no tea"
    assert bus.deliver_pending() == 0


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        bus.publish(KettleBoiled(workspace_id=1, litres=1))
