"""Create and update thousands of people at once: the one path for imports and the bulk API."""

from raabta.customers.services.bulk.saving import Policy, Saved, save_rows

__all__ = ("Policy", "Saved", "save_rows")
