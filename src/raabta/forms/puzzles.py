"""A puzzle that costs a moment for every submission: a browser runs our script, a machine has to.

Some number below MOST, written behind the key of the drawn form, has this SHA-256; the browser tries
them all. The number follows from the key and our own secret, so nothing is kept. It is good for one
submission, for the key of a form is.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from django.utils.crypto import salted_hmac

from raabta.forms.tokens import Token

SALT = "raabta.forms.puzzle"
MOST = 200_000


@dataclass(frozen=True)
class Puzzle:
    key: str
    challenge: str  # of sha256(key + number), in hex
    most: int = MOST


def puzzle_of(token: Token) -> Puzzle:
    text = f"{token.key}{_number(token)}"
    return Puzzle(token.key, sha256(text.encode()).hexdigest())


def is_solved(token: Token | None, number: str) -> bool:
    return token is not None and hmac.compare_digest(number.encode(), b"%d" % _number(token))


def _number(token: Token) -> int:
    digest = salted_hmac(SALT, token.key, algorithm="sha256").digest()
    return int.from_bytes(digest[:8]) % MOST
