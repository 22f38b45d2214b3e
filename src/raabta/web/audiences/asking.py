"""What the builder's pages share: the form, the rule of a post, who asks."""

import copy
import json
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from raabta.audiences.models import Audience
from raabta.audiences.question import Question
from raabta.audiences.rules import BadRule, Problem, Rule, parse, to_json
from raabta.audiences.services.audiences import LONGEST_NAME
from raabta.web.audiences.builder import Tree, act, draw, read
from raabta.web.audiences.builder.remembering import Steps, copied, copy_item, paste_item
from raabta.web.http import HttpRequest
from raabta.web.paging import whole

BLANK: Tree = {"match": "all", "items": []}


class AudienceForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    description = forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )


@dataclass
class Edited:
    """An audience on the builder page: what was typed, and what is wrong with it."""

    form: AudienceForm
    tree: Tree
    problems: list[Problem] = field(default_factory=list)
    rule: Rule | None = None
    steps: Steps = field(default_factory=lambda: Steps(""))

    @property
    def is_fine(self) -> bool:
        return self.form.is_valid() and self.rule is not None


def opened(audience: Audience | None) -> Edited:
    if audience is None:
        return Edited(AudienceForm(), BLANK)
    values = {"name": audience.name, "description": audience.description}
    return Edited(AudienceForm(initial=values), audience.rule or BLANK)


def suggested(request: HttpRequest) -> Edited:
    """A new one, with the rule of the address if there is one that can be read."""
    try:
        rule = parse(json.loads(request.GET.get("rule", "null")))
    except (BadRule, ValueError, RecursionError):
        return opened(None)
    return Edited(AudienceForm(), to_json(rule))


def posted(request: HttpRequest) -> Edited:
    """After the button "do" did its deed, or, without one, checked to be kept."""
    tree, deed = read(request.POST), request.POST.get("do", "")
    steps = Steps(request.POST.get("steps", ""))
    if deed:
        tree = _done(request, tree, deed, steps)
        return Edited(AudienceForm(initial=request.POST.dict()), tree, steps=steps)
    try:
        return Edited(AudienceForm(request.POST), tree, rule=parse(tree), steps=steps)
    except BadRule as error:
        return Edited(AudienceForm(request.POST), tree, error.problems, steps=steps)


def _done(request: HttpRequest, tree: Tree, deed: str, steps: Steps) -> Tree:
    """The tree after the deed."""
    verb, _colon, path = deed.partition(":")
    if verb == "undo":
        return steps.take_back(tree)
    before = copy.deepcopy(tree)
    if verb == "copy":
        copy_item(request, tree, path)
    elif verb == "paste":
        paste_item(request, tree, path)
    else:
        act(tree, deed, picked(request.POST))
    steps.add(before, tree)
    return tree


def picked(post: QueryDict) -> dict[str, str]:
    suffix = "~pick"
    return {name.removesuffix(suffix): post.get(name, "") for name in post if name.endswith(suffix)}


def drawn(request: HttpRequest, edited: Edited, audience: Audience | None) -> dict[str, Any]:
    """The context of the builder page."""
    asked = Question(request.workspace, path=(audience.pk,) if audience else ())
    return {
        "form": edited.form,
        "picture": draw(edited.tree, asked, edited.problems),
        "audience": audience,
        "problems": edited.problems,
        "currency": request.workspace.currency,
        "steps": str(edited.steps),
        "may_paste": copied(request) is not None,
    }


def number_of(request: HttpRequest) -> int:
    """The audience that is edited, 0 for a new one."""
    return whole(request.POST.get("audience", "")) or 0


def asker(request: HttpRequest, what: str) -> str:
    """Who asks, so that their next question stops the one before."""
    return f"{what}-{request.user.pk}"
