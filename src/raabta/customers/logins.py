"""What tells two people apart: a login of their own.

A user id is one; an address is one when it was verified; a browser or device never is.
"""

from django.db.models import Q

from raabta.customers.identity_kind import ANONYMOUS_ID, USER_ID, addresses

IS_LOGIN = Q(kind=USER_ID) | (Q(is_verified=True) & ~Q(kind=ANONYMOUS_ID))


def kinds() -> list[str]:
    """The kinds of identities that can be a login."""
    return [USER_ID, *addresses()]
