"""The token that every drawn form carries: which form, when it was drawn, and a key of its own.

It needs no cookie. Whoever fakes the moment or the form breaks the signature.
"""

import secrets
from dataclasses import dataclass

from django.core import signing

from raabta.forms.models import Form
from raabta.kernel import clock

SALT = "raabta.forms.token"
OLDEST = 24 * 3600
FASTEST = 2


@dataclass(frozen=True)
class Token:
    key: str
    age: int  # seconds


def new_token(form: Form) -> str:
    drawn = {"f": form.public_id, "t": int(clock.now().timestamp()), "k": secrets.token_hex(16)}
    return signing.dumps(drawn, salt=SALT)


def read_token(form: Form, text: str) -> Token | None:
    """None when it is missing, false, another form's or too old."""
    try:
        drawn = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    age = int(clock.now().timestamp()) - int(drawn["t"])
    if drawn["f"] != form.public_id or age > OLDEST:
        return None
    return Token(str(drawn["k"]), age)
