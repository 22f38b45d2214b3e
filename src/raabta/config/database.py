"""Bring the records database up to this version."""

from django.core.management import call_command
from django.db import connections


def bring_up_to_date() -> None:
    """Migrations and the cache table; quick when there is nothing to do."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    connections.close_all()
