"""Addresses in mails that prove themselves: a signature binds what they do to one message.

They never expire, for mails stay in mailboxes. Keys that the server used before are still
accepted while they are listed in `SECRET_KEY_FALLBACKS`.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256

from django.conf import settings
from django.urls import reverse

SIGNATURE_BYTES = 12
TRAP = "0"  # a link that people cannot see


@lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"raabta.messaging.links", "sha256")


def _keys() -> Iterator[bytes]:
    yield _key(settings.SECRET_KEY)
    for old in settings.SECRET_KEY_FALLBACKS:
        yield _key(str(old))


def _signature(key: bytes, kind: str, token: str, detail: str) -> str:
    digest = hmac.digest(key, f"{kind}:{token}:{detail}".encode(), "sha256")
    return urlsafe_b64encode(digest[:SIGNATURE_BYTES]).decode()


def sign(kind: str, token: str, detail: str = "") -> str:
    return _signature(_key(settings.SECRET_KEY), kind, token, detail)


def is_signed(given: str, kind: str, token: str, detail: str = "") -> bool:
    return any(
        hmac.compare_digest(given.encode(), _signature(key, kind, token, detail).encode())
        for key in _keys()
    )


def link_key(url: str) -> str:
    """The short name of a URL within its origin; known without asking the database."""
    return urlsafe_b64encode(sha256(url.encode()).digest()[:9]).decode()


def click_url(token: str, key: str) -> str:
    return f"{settings.BASE_URL}/c/{token}/{key}/{sign('click', token, key)}"


def open_url(token: str) -> str:
    return f"{settings.BASE_URL}/o/{token}.gif"


def view_url(token: str) -> str:
    return f"{settings.BASE_URL}/v/{token}/{sign('view', token)}"


def unsubscribe_url(token: str) -> str:
    return f"{settings.BASE_URL}/u/{token}/{sign('unsubscribe', token)}"


def export_url(job_id: int) -> str:
    """Where a person downloads the file with all their data, while it is kept."""
    return f"{settings.BASE_URL}/d/{job_id}/{sign('export', str(job_id))}"


def confirm_url(token: str) -> str:
    return f"{settings.BASE_URL}/y/{token}/{sign('confirm', token)}"


def ask_url(token: str) -> str:
    """Where a reader asks for the link to their own page; it is mailed, for mails get forwarded."""
    return reverse("web:own:ask", args=[token, sign("own", token)])


def preferences_url(token: str) -> str:
    return f"{settings.BASE_URL}/p/{token}/{sign('preferences', token)}"
