"""Remember the answers of calls that may be repeated."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django_scopes import scopes_disabled

from raabta.api.models import RememberedCall
from raabta.kernel import clock
from raabta.workspaces.models import Workspace

KEPT = timedelta(hours=24)
ABANDONED = timedelta(minutes=2)


def begin_call(
    *, workspace: Workspace, key_id: int, idempotency_key: str, request_hash: str
) -> RememberedCall | None:
    """Reserve the key for the first call; None, when another call has it already."""
    now = clock.now()
    RememberedCall.objects.filter(
        key_id=key_id, idempotency_key=idempotency_key, status=None, made_at__lt=now - ABANDONED
    ).delete()
    try:
        with transaction.atomic():
            return RememberedCall.objects.create(
                workspace=workspace,
                key_id=key_id,
                idempotency_key=idempotency_key,
                request_hash=request_hash,
                made_at=now,
            )
    except IntegrityError:
        return None


def end_call(call: RememberedCall, *, status: int, body: bytes) -> None:
    RememberedCall.objects.filter(pk=call.pk).update(status=status, body=body)


def abandon_call(call: RememberedCall) -> None:
    """Forget a call that failed, so that it may be tried again with the same key."""
    RememberedCall.objects.filter(pk=call.pk).delete()


def forget_old_calls() -> None:
    with scopes_disabled():
        RememberedCall.objects.filter(made_at__lt=clock.now() - KEPT).delete()
