"""A variant rendered for a person, or for a made-up one."""

from dataclasses import dataclass
from typing import Any

from raabta.content.compiling import CompileError
from raabta.content.liquid.environment import LiquidProblem
from raabta.content.models import Variant
from raabta.content.personalisation_source import sources
from raabta.content.rendering import RenderError, compile_variant, people_data, render
from raabta.customers.queries import people_by_id
from raabta.web.content.previewing import framed
from raabta.web.http import HttpRequest
from raabta.web.paging import whole
from raabta.workspaces.models import Workspace

__all__ = ["Preview", "framed", "preview_of", "sample_data"]
LINKS = {"unsubscribe_url": "#unsubscribe", "preferences_url": "#preferences", "view_url": "#view"}


@dataclass(frozen=True)
class Preview:
    subject: str = ""
    html: str = ""
    text: str = ""
    missing: tuple[str, ...] = ()
    unfilled: tuple[str, ...] = ()
    error: str = ""


def preview_of(request: HttpRequest, variant: Variant, person: str) -> Preview:
    """For the person of this id, else with the sample values of every source."""
    data = sample_data(request.workspace)
    asked = whole(person)
    if asked is not None and people_by_id(request.workspace, [asked]):
        data = people_data(request.workspace, [asked])[asked]
    try:
        made = render(compile_variant(variant), data, None, LINKS)
    except (CompileError, RenderError) as error:
        return Preview(error=str(error))
    except LiquidProblem as error:
        return Preview(error=error.reason)
    return Preview(made.subject, made.html, made.text, made.missing, made.unfilled)


def sample_data(workspace: Workspace) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for source in sources():
        values = data.setdefault(source.key, {})
        for field in source.fields(workspace):
            *parents, last = field.key.split(".")
            place = values
            for step in parents:
                place = place.setdefault(step, {})
            place[last] = field.sample
    return data
