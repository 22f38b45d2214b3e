"""Marks that only this installation can make: proof that a row says what we wrote.

A mark reads "a1.<key id>.<HMAC-SHA-256 in hex>" and is made with the newest of `SEAL_KEYS`, which
lie outside of the database: whoever can write to the database alone cannot make one.
"""

import hmac

from raabta.workspaces.sealing import sealing_keys

VERSION = "a1"


def attest(words: str, *, about: str) -> str:
    """The mark of `words`; `about` names their kind ("customers.consent_head")."""
    key_id, key = sealing_keys()[0]
    return f"{VERSION}.{key_id}.{_digest(key, words, about)}"


def is_attested(words: str, mark: str, *, about: str) -> bool:
    version, _, rest = mark.partition(".")
    key_id, _, given = rest.partition(".")
    key = dict(sealing_keys()).get(key_id)
    if version != VERSION or key is None:
        return False
    return hmac.compare_digest(given.encode(), _digest(key, words, about).encode())


def is_attested_with_newest(mark: str) -> bool:
    return mark.startswith(f"{VERSION}.{sealing_keys()[0][0]}.")


def _digest(key: bytes, words: str, about: str) -> str:
    return hmac.digest(key, f"raabta.attest:{about}\x1f{words}".encode(), "sha256").hex()
