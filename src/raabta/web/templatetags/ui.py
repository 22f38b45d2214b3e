"""The tags of every page: values in the reader's language, icons, links and parts."""

import json
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from unicodedata import category

from django import template
from django.http import HttpRequest, QueryDict
from django.middleware.csrf import get_token
from django.template import Context, Engine
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from raabta.web import navigation as rail
from raabta.web.templatetags import localised
from raabta.workspaces.queries import workspaces_of

register = template.Library()

NOTHING = mark_safe('<span class="muted">—</span>')
# icons that point along the line of reading; clocks, ticks and media keep their side
DIRECTIONS = (
    "arrow-left",
    "arrow-right",
    "chevron-left",
    "chevron-right",
    "chevrons-left",
    "chevrons-right",
    "corner-",
    "forward",
    "log-in",
    "log-out",
    "move-left",
    "move-right",
    "panel-left",
    "panel-right",
    "redo",
    "reply",
    "undo",
)
JUST_NOW = 45


class Sort(NamedTuple):
    """How one column is sorted now and the link that sorts by it next."""

    url: str
    aria: str
    icon: str


@register.simple_tag
def money(minor: int | None, currency: str, *, compact: bool = False) -> SafeString:
    """Integer minor units and an ISO code."""
    if minor is None:
        return NOTHING
    return isolated(localised.money(minor, currency, compact=compact))


@register.simple_tag
def number(value: float | Decimal | None, *, compact: bool = False) -> SafeString:
    return NOTHING if value is None else isolated(localised.number(value, compact=compact))


@register.simple_tag
def percent(share: float | Decimal | None) -> SafeString:
    """0.125 is 12.5%."""
    return NOTHING if share is None else isolated(localised.percent(share))


@register.simple_tag
def moment(at: datetime | None) -> SafeString:
    return NOTHING if at is None else time_tag(at, localised.moment(at))


@register.simple_tag
def ago(at: datetime | None) -> SafeString:
    if at is None:
        return NOTHING
    now = timezone.now()
    if abs((at - now).total_seconds()) < JUST_NOW:
        return time_tag(at, _("just now"))
    return time_tag(at, localised.ago(at, now))


@register.simple_tag
def day(on: date | None) -> SafeString:
    if on is None:
        return NOTHING
    if isinstance(on, datetime):
        on = timezone.localtime(on).date()
    tag = '<time datetime="{}" title="{}"><bdi>{}</bdi></time>'
    return format_html(tag, on.isoformat(), localised.full_day(on), localised.day(on))


def isolated(text: str) -> SafeString:
    return format_html("<bdi>{}</bdi>", text)


def time_tag(at: datetime, text: str) -> SafeString:
    tag = '<time datetime="{}" title="{}"><bdi>{}</bdi></time>'
    return format_html(tag, at.isoformat(), localised.full_moment(at), text)


@register.simple_tag
def icon(name: str, *, size: int = 18, label: str = "", **attributes: Any) -> SafeString:
    """A Lucide icon; decoration unless it has a label. Raises IconDoesNotExist."""
    classes = ["shrink-0", str(attributes.pop("class", ""))]
    if name.startswith(DIRECTIONS):
        classes.append("rtl:-scale-x-100")
    meaning = {"role": "img", "aria_label": str(label)} if label else {"aria_hidden": "true"}
    classes = [c for c in classes if c]
    return _drawn(name, size, tuple((meaning | attributes | {"class": " ".join(classes)}).items()))


@lru_cache(maxsize=2_000)
def _drawn(name: str, size: int, attributes: tuple[tuple[str, str], ...]) -> SafeString:
    return SafeString(lucide(name, size=size, **dict(attributes)))


@register.simple_tag
def initials(name: str) -> str:
    """First letters of the first two words, each with the vowel signs that belong to it."""
    return "".join(first_letter(word) for word in str(name).split()[:2]).upper()


def first_letter(word: str) -> str:
    end = 1
    while end < len(word) and category(word[end]) in {"Mn", "Mc"}:
        end += 1
    return word[:end]


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """The current query string with parameters replaced; None or "" takes one away."""
    return query_string(request_of(context), changes)


def request_of(context: Context) -> HttpRequest:
    """The request, also inside `{% include … only %}`, where its name is gone."""
    found: HttpRequest = getattr(context, "request", None) or context["request"]
    return found


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """Django's tag, made to work inside `{% include … only %}` too, where its own prints nothing."""
    field = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    return format_html(field, get_token(request_of(context)))


def query_string(request: HttpRequest, changes: dict[str, Any]) -> str:
    query: QueryDict = request.GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query.setlist(key, [str(v) for v in value] if isinstance(value, list) else [str(value)])
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def sort_by(context: Context, key: str) -> Sort:
    """State of a sortable column: ?sort=key goes up, ?sort=-key goes down."""
    request = request_of(context)
    now = request.GET.get("sort", "")
    following = f"-{key}" if now == key else key
    url = query_string(request, {"sort": following, "after": None, "before": None})
    if now == key:
        return Sort(url, "ascending", "arrow-up")
    if now == f"-{key}":
        return Sort(url, "descending", "arrow-down")
    return Sort(url, "none", "chevrons-up-down")


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[rail.LinkGroup]:
    """The rail's groups with the links this person may follow: `{% navigation as groups %}`."""
    return rail.links_for(request_of(context))


@register.simple_tag(takes_context=True)
def own_workspaces(context: Context) -> list[Any]:
    """The workspaces this person may switch to: `{% own_workspaces as workspaces %}`."""
    user = getattr(request_of(context), "user", None)
    return workspaces_of(user) if user and user.is_authenticated else []


@register.simple_block_tag(takes_context=True)
def part(context: Context, content: str, template_name: str, **values: Any) -> str:
    """A part with a body: `{% part "ui/dialog.html" id="new" title=title %}…{% endpart %}`.

    The part sees the request and what it is given, nothing else of the page.
    """
    given = {"request": request_of(context), "csrf_token": context.get("csrf_token")}
    inside = context.new({**given, **values, "content": content})
    return Engine.get_default().get_template(template_name).render(inside)


@register.simple_tag
def chart_rows(data: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    """A chart's numbers as table rows: the label and one value for each series."""
    columns = [series["data"] for series in data["series"]]
    return list(zip(data["labels"], map(list, zip(*columns, strict=True)), strict=True))


@register.simple_tag
def chart_value(data: dict[str, Any], value: Any) -> SafeString:
    """One number of a chart in the chart's own format."""
    if value is None:
        return NOTHING
    if data.get("format") == "money":
        return money(value, data["currency"])
    if data.get("format") == "percent":
        return percent(value)
    return number(value)


@register.filter
def as_json(value: Any) -> str:
    """For data-* attributes; the template escapes the result."""
    return json.dumps(value, ensure_ascii=False)


@register.filter
def split(words: str) -> list[str]:
    return words.split()
