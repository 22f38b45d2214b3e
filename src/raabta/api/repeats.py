"""`Idempotency-Key`: a call repeated with the same key gets the first call's answer."""

import re
from dataclasses import dataclass
from hashlib import sha256

from django.http import HttpRequest, HttpResponse

from raabta.api import problems, services
from raabta.api.models import RememberedCall
from raabta.workspaces.queries import KeyAccess
from raabta.workspaces.scoped import working_in

LONGEST_KEY = 200
VISIBLE = re.compile(r"[!-~]+")


@dataclass(frozen=True)
class Turn:
    """What to do with a call: answer it with `kept`, or run it and give `call` its answer."""

    kept: HttpResponse | None = None
    call: RememberedCall | None = None


def begin(request: HttpRequest, access: KeyAccess) -> Turn:
    """Look for the answer of an earlier call with this key, or reserve the key."""
    key = request.headers.get("Idempotency-Key", "")
    if not key or request.method not in {"POST", "PATCH", "PUT", "DELETE"}:
        return Turn()
    if len(key) > LONGEST_KEY or not VISIBLE.fullmatch(key):
        says = f"An Idempotency-Key has at most {LONGEST_KEY} visible ASCII characters."
        return Turn(kept=problems.answer(400, says))
    request_hash = _hash(request)
    with working_in(access.workspace):
        call = services.begin_call(
            workspace=access.workspace,
            key_id=access.key.pk,
            idempotency_key=key,
            request_hash=request_hash,
        )
        if call is not None:
            return Turn(call=call)
        kept = RememberedCall.objects.filter(key_id=access.key.pk, idempotency_key=key).first()
    return Turn(kept=_again(kept, request_hash))


def end(turn: Turn, access: KeyAccess, response: HttpResponse) -> None:
    """Keep the answer of a first call; server errors are not kept, so they can be retried."""
    if turn.call is None:
        return
    with working_in(access.workspace):
        if response.status_code >= 500:
            services.abandon_call(turn.call)
        else:
            services.end_call(turn.call, status=response.status_code, body=response.content)


def _again(kept: RememberedCall | None, request_hash: str) -> HttpResponse:
    if kept is None or kept.status is None:
        return problems.answer(409, "The first call with this Idempotency-Key still runs.")
    if kept.request_hash != request_hash:
        return problems.answer(409, "This Idempotency-Key was used for a different request.")
    kind = "application/json" if kept.status < 400 else "application/problem+json"
    response = HttpResponse(bytes(kept.body), status=kept.status, content_type=kind)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def is_upload(request: HttpRequest) -> bool:
    return request.content_type == "multipart/form-data"


def _hash(request: HttpRequest) -> str:
    """Of a file only the length is told apart, for it can be read once."""
    head = f"{request.method} {request.get_full_path()}\n".encode()
    length = request.headers.get("Content-Length", "").encode()
    return sha256(head + (length if is_upload(request) else request.body)).hexdigest()
