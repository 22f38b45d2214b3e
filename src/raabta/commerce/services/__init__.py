"""Record what was sold and given back."""

from raabta.commerce.services import reverting
from raabta.commerce.services.recording import record_order, record_refund

__all__ = ("record_order", "record_refund", "reverting")
