"""Where something is used: what lists of uses are made of."""

from typing import Any, NamedTuple

from django.utils.functional import Promise


class Use(NamedTuple):
    """One use: what it is called, and the page (URL name and arguments) that shows it."""

    kind: str | Promise
    label: str
    url_name: str
    url_args: tuple[Any, ...]
