"""Create and change people, companies and what is known of them."""

from raabta.customers.services import reverting

__all__ = ("reverting",)
