"""The token that every drawn form carries: which form, when it was drawn, and a key of its own.

It needs no cookie. Whoever fakes the moment or the form breaks the signature.
"""

import secrets
from collections.abc import Iterable
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
    drawn_at: float  # seconds since 1970
    shown_at: float  # later, when the form was shown again with what was wrong
    skipped: tuple[str, ...] = ()  # ids of the fields that were not asked

    @property
    def age(self) -> float:
        """Seconds since the form was drawn."""
        return clock.now().timestamp() - self.drawn_at


def new_token(form: Form, again: Token | None = None, skipped: Iterable[str] = ()) -> str:
    """For a form that is drawn, or shown again: the key, the first moment and what is asked stay."""
    now = clock.now().timestamp()
    drawn_at, key = (again.drawn_at, again.key) if again else (now, secrets.token_hex(16))
    left_out = list(again.skipped if again else skipped)
    drawn = {"f": form.public_id, "t": drawn_at, "s": now, "k": key, "o": left_out}
    return signing.dumps(drawn, salt=SALT)


def read_token(form: Form, text: str) -> Token | None:
    """None when it is missing, false, another form's or too old."""
    try:
        drawn = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    token = Token(str(drawn["k"]), float(drawn["t"]), float(drawn["s"]), tuple(drawn.get("o", ())))
    return token if drawn["f"] == form.public_id and token.age <= OLDEST else None
