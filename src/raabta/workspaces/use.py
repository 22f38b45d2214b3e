"""Where something is used: what lists of uses are made of."""

from typing import Any, NamedTuple

from django.utils.functional import Promise


class Use(NamedTuple):
    """One use: what it is called, and the page (URL name and arguments) that shows it.

    One that is over, such as a finished campaign, keeps nothing from being put away.
    """

    kind: str | Promise
    label: str
    url_name: str
    url_args: tuple[Any, ...]
    is_over: bool = False
    audience_id: int | None = None  # when the user is an audience, used itself perhaps
