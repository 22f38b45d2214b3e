"""What audiences may ask about orders. Cancelled orders never count."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from raabta.audiences.question import Question

ORDERS = _("Orders")


def placed(asked: Question) -> Any:
    """Orders that were placed and not cancelled, of known people."""
    rows = asked.tables["order"]
    return rows.filter((rows.state == "placed") & rows.customer_id.notnull())
