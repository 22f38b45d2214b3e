"""Numbers that the warehouse keeps as text."""

from typing import Any

NUMBER = r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"


def number_in_text(text: Any) -> Any:
    """The number that a text is; the pattern keeps what only one engine takes for a number."""
    import ibis

    return ibis.ifelse(text.re_search(NUMBER), text, ibis.null("string")).try_cast("float64")
