"""Create and change people, companies and what is known of them."""

from raabta.customers.services import company_moves, reverting
from raabta.customers.services.merging import reverting as merges

__all__ = ("company_moves", "merges", "reverting")
