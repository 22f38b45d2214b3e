"""Secrets at rest: AES-256-GCM, bound to the row that holds them.

A sealed value reads "s1.<key id>.<nonce and ciphertext>". The key id says which of
`SEAL_KEYS` opens it, so a new key can be put in front while old values wait for rotation.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

VERSION = "s1"
NONCE_BYTES = 12


class SealBroken(Exception):
    """The value was altered, belongs to another row, or its key is not in RAABTA_SEAL_KEY."""


@dataclass(frozen=True)
class SealedField:
    """A column of sealed text, and what each of its values is bound to."""

    model: type[models.Model]
    field: str
    bound_to: Callable[[Any], str]
    key: str = ""  # of a JSON column

    def read(self, row: models.Model) -> str:
        held = getattr(row, self.field)
        return str(held.get(self.key, "")) if self.key else held

    def replaced(self, row: models.Model, sealed: str) -> Any:
        """The column's whole value with the sealed text in it."""
        return {**getattr(row, self.field), self.key: sealed} if self.key else sealed


sealed_fields: list[SealedField] = []


def sealed_field(
    model: type[models.Model], field: str, *, bound_to: Callable[[Any], str], key: str = ""
) -> SealedField:
    """Tell rotation of a column of sealed text; call it beside the model.

    With `key` the column is JSON and the text stands under that key.
    """
    found = SealedField(model, field, bound_to, key)
    sealed_fields.append(found)
    return found


def sealed_values() -> Iterator[tuple[SealedField, Any]]:
    """Every row that holds a sealed text, of all workspaces; call it with scopes disabled."""
    for field in sealed_fields:
        for row in field.model._base_manager.order_by("pk").iterator():
            if field.read(row):
                yield field, row


def seal(plain: str, *, bound_to: str) -> str:
    """Encrypt; `bound_to` names the row ("messaging.channel:7") and must be told to unseal."""
    key_id, key = sealing_keys()[0]
    nonce = os.urandom(NONCE_BYTES)
    locked = AESGCM(key).encrypt(nonce, plain.encode(), bound_to.encode())
    return f"{VERSION}.{key_id}.{urlsafe_b64encode(nonce + locked).decode()}"


def unseal(sealed: str, *, bound_to: str) -> str:
    """Raises SealBroken."""
    version, _, rest = sealed.partition(".")
    key_id, _, body = rest.partition(".")
    key = dict(sealing_keys()).get(key_id)
    if version != VERSION or key is None:
        raise SealBroken(f"no key {key_id!r} in RAABTA_SEAL_KEY opens this secret")
    try:
        raw = urlsafe_b64decode(body)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound_to.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBroken("the secret was altered or belongs to another row") from error


def is_sealed_with_newest(sealed: str) -> bool:
    return sealed.startswith(f"{VERSION}.{sealing_keys()[0][0]}.")


def sealing_keys() -> list[tuple[str, bytes]]:
    """Id and bytes of every key, the newest first."""
    return [_derive(text) for text in settings.SEAL_KEYS]


@lru_cache
def _derive(text: str) -> tuple[str, bytes]:
    """A key's id and its 32 bytes."""
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"raabta sealing").derive(
        text.encode()
    )
    return sha256(b"raabta key id" + key).hexdigest()[:8], key
