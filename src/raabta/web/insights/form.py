"""The settings of an analysis as a form: read from a post, changed by its buttons, drawn again.

Fields are named by their place: "steps.0.name", "steps.0.filters.1.value".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from pydantic import ValidationError

from raabta.audiences.controls import controls, input_of
from raabta.audiences.property_filter import OPERATORS
from raabta.audiences.question import Question
from raabta.audiences.rules import told
from raabta.insights.analysis import Analysis, analyses

Settings = dict[str, Any]
PLACE = re.compile(
    r"([a-z_]{1,20})\.(\d{1,2})\.(?:filters\.(\d{1,2})\.)?(name|operator|value|after)"
)
BLANK_FILTER = {"name": "", "operator": "is", "value": ""}
FIRST_EVENTS = {"steps": 2, "without": 0}  # how many a new form begins with; others have one


@dataclass
class Edited:
    """An analysis in the form: its settings as typed, and what is wrong with them."""

    kind: type[Analysis]
    settings: Settings
    analysis: Analysis | None = None
    problems: dict[str, str] = field(default_factory=dict)  # by field, "" for the whole


def kind_or_404(key: str) -> type[Analysis]:
    if key not in analyses:
        raise Http404
    return analyses[key]


def opened(kind: type[Analysis], settings: Settings | None = None) -> Edited:
    """A form that nobody changed yet."""
    if settings is None:
        blank = {name: [_blank()] * FIRST_EVENTS.get(name, 1) for name in events_of(kind)}
        return Edited(kind, blank)
    return checked(kind, settings)


def posted(kind: type[Analysis], post: QueryDict) -> Edited:
    """After the button "do" did its deed, or, without one, checked."""
    settings = read(kind, post)
    deed = post.get("do", "")
    if deed:
        act(settings, deed)
        return Edited(kind, settings)
    return checked(kind, settings)


def checked(kind: type[Analysis], settings: Settings) -> Edited:
    try:
        return Edited(kind, settings, kind.model_validate(_meant(kind, settings)))
    except ValidationError as error:
        problems = {
            str(one["loc"][0]) if one["loc"] else "": _problem(one) for one in error.errors()
        }
        return Edited(kind, settings, problems=problems)


def events_of(kind: type[Analysis]) -> list[str]:
    """The fields that hold events."""
    drawn = {name: input_of(info) for name, info in kind.model_fields.items()}
    return [name for name, found in drawn.items() if found and found.draw == "events"]


def read(kind: type[Analysis], post: QueryDict) -> Settings:
    """What the form shows, complete or not."""
    settings: Settings = {name: _events(name, post) for name in events_of(kind)}
    for name, info in kind.model_fields.items():
        drawn = input_of(info)
        if drawn is None or name in settings:
            continue
        if drawn.draw == "flag":
            settings[name] = name in post if f"{name}.shown" in post else info.default
        elif drawn.draw == "texts" and name in post:
            lines = [line.strip() for line in post.get(name, "").splitlines()]
            settings[name] = [line for line in lines if line]
        elif name in post:
            settings[name] = post.get(name, "").strip()
    return settings


def act(settings: Settings, deed: str) -> None:
    """Change the events: "add:steps", "remove:steps.1", "up:…", "filter:…", "unfilter:steps.1.0"."""
    verb, _colon, place = deed.partition(":")
    name, *numbers = place.split(".")
    places = [int(one) for one in numbers if one.isascii() and one.isdigit() and len(one) < 3]
    events = settings.get(name)
    if not isinstance(events, list) or len(places) != len(numbers):
        return
    if verb == "add":
        events.append(_blank())
    elif verb in DEEDS and places and places[0] < len(events):
        DEEDS[verb](events, places)


def drawn(edited: Edited, asked: Question) -> dict[str, Any]:
    """What the template needs of the form."""
    values = {
        name: [value] if isinstance(value, dict) else value
        for name, value in edited.settings.items()
    }
    for name in set(events_of(edited.kind)) - set(FIRST_EVENTS):
        values[name] = values.get(name) or [_blank()]
    fields = controls(edited.kind, values, asked, edited.problems)
    shown = {one.name for one in fields}
    return {
        "kind": edited.kind,
        "fields": fields,
        "problems": [said for name, said in edited.problems.items() if name not in shown],
        "operators": list(OPERATORS.items()),
        "gaps": _gaps(values),
    }


def _events(name: str, post: QueryDict) -> list[Settings]:
    found: dict[int, Settings] = {}
    for posted_name in post:
        place = PLACE.fullmatch(posted_name)
        if place is None or place[1] != name:
            continue
        event = found.setdefault(int(place[2]), {"name": "", "filters": {}})
        value = post.get(posted_name, "").strip()
        if place[3] is None:
            event[place[4]] = value
        else:
            event["filters"].setdefault(int(place[3]), {})[place[4]] = value
    for event in found.values():
        event["filters"] = [event["filters"][n] for n in sorted(event["filters"])]
    return [found[n] for n in sorted(found)]


def _meant(kind: type[Analysis], settings: Settings) -> Settings:
    """As the analysis takes them: no blank events, and one event where there is one."""
    meant = dict(settings)
    for name in events_of(kind):
        held = meant.get(name)
        if not isinstance(held, list):
            continue
        named = [one for one in held if one.get("name") or one.get("filters")]
        if name in FIRST_EVENTS:
            meant[name] = named
        else:
            meant[name] = named[0] if named else None
    return {name: value for name, value in meant.items() if value is not None}


def _problem(error: Any) -> str:
    if error["loc"] and error["loc"][0] == "steps" and error["type"] == "too_short":
        return _("Choose at least two events.")
    if error["type"] == "missing" or error["type"] == "model_type":
        return _("Choose an event.")
    return told(error)


def _gaps(values: Settings) -> list[tuple[str, str]]:
    """Between which steps something must not happen."""
    steps = len(values.get("steps") or [])
    between = [
        (str(n), _("between steps %(one)s and %(two)s") % {"one": n, "two": n + 1})
        for n in range(1, steps)
    ]
    return [("0", _("between any two steps")), *between]


def _blank() -> Settings:
    return {"name": "", "filters": []}


def _remove(events: list[Settings], places: list[int]) -> None:
    del events[places[0]]


def _step(by: int) -> Callable[[list[Settings], list[int]], None]:
    def step(events: list[Settings], places: list[int]) -> None:
        if 0 <= places[0] + by < len(events):
            events.insert(places[0] + by, events.pop(places[0]))

    return step


def _filter(events: list[Settings], places: list[int]) -> None:
    events[places[0]].setdefault("filters", []).append(dict(BLANK_FILTER))


def _unfilter(events: list[Settings], places: list[int]) -> None:
    filters = events[places[0]].get("filters", [])
    if len(places) > 1 and places[1] < len(filters):
        del filters[places[1]]


DEEDS: dict[str, Callable[[list[Settings], list[int]], None]] = {
    "remove": _remove,
    "up": _step(-1),
    "down": _step(1),
    "filter": _filter,
    "unfilter": _unfilter,
}
