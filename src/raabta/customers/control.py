"""How a setting is drawn in a form; stands in `Annotated` beside the setting's type."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True)
class Control:
    """`words` name the values of a choice; `widget` is "", "textarea", "country", "currency" or
    "time_zone".
    """

    label: Promise
    help: Promise | str = ""
    widget: str = ""
    words: Mapping[str, Promise | str] = field(default_factory=dict)
