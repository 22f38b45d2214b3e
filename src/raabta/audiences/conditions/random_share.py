from decimal import Decimal
from hashlib import sha256
from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import Field

from raabta.audiences.condition import Condition
from raabta.audiences.controls import Input
from raabta.audiences.groups import MEMBERSHIP
from raabta.audiences.question import Question
from raabta.audiences.wording import number, quoted

PRIME = 2**31 - 1  # the customer table's `dice` is below it
FINEST = 1000  # a share is given in tenths of a per cent


class RandomShare(Condition):
    """A share of everybody, drawn by a hash of the person and the name of the draw.

    The same name gives the same people for ever; another name gives an independent draw. The hash
    is a cubic polynomial modulo a prime (Wegman and Carter, 1981), because its arithmetic is the
    same on every engine.
    """

    key: ClassVar = "random_share"
    label: ClassVar = gettext_lazy("Random share")
    group: ClassVar = MEMBERSHIP
    icon: ClassVar = "dices"

    percent: Annotated[
        Decimal,
        Field(gt=0, le=100, decimal_places=1),
        Input("number", gettext_lazy("Share"), unit="%"),
    ] = Decimal(50)
    salt: Annotated[str, Field(max_length=60), Input("text", gettext_lazy("Name of the draw"))] = ""

    def where(self, asked: Question) -> Any:
        dice = asked.customer.dice
        drawn = ((_coefficient(self.salt, 3) * dice) % PRIME + _coefficient(self.salt, 2)) % PRIME
        for place in (1, 0):
            drawn = ((drawn * dice) % PRIME + _coefficient(self.salt, place)) % PRIME
        return drawn < int(self.percent * 10) * PRIME // FINEST

    def sentence(self, asked: Question) -> str:
        share = ngettext(
            "they are in a random %(percent)s%% of everybody",
            "they are in a random %(percent)s%% of everybody",
            int(self.percent),
        ) % {"percent": number(self.percent)}
        if not self.salt:
            return share
        return _("%(share)s, drawn as %(name)s") % {"share": share, "name": quoted(self.salt)}


def _coefficient(salt: str, place: int) -> int:
    digest = sha256(f"{place}:{salt}".encode()).digest()
    return int.from_bytes(digest[:8]) % (PRIME - 1) + 1
