"""What people may choose to hear about: the list, and the form of one topic."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from raabta.customers.models import Topic
from raabta.customers.purposes import CHANNELS, PURPOSES, label_of
from raabta.customers.queries.topics import topics
from raabta.customers.services import topics as services
from raabta.web.http import HttpRequest, page, redirect, render

LIST = "web:topics:index"
EDIT = "customers.attributes"
KINDS = [
    ("opt_in", gettext_lazy("Only people who said yes")),
    ("opt_out", gettext_lazy("Everybody whom the purpose allows, until they say no")),
]


class TopicForm(forms.Form):
    """A name and a line about it in each language."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose"),
        choices=list(PURPOSES.items()),
        help_text=gettext_lazy("Who refused it gets nothing of this topic. It stays for good."),
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Channels"),
        choices=list(CHANNELS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Who gets it"), choices=KINDS, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, topic: Topic | None = None) -> None:
        super().__init__(data, initial=_initial(topic))
        for tag, language in settings.LANGUAGES:
            for name, label, longest in _words():
                self.fields[f"{name}_{tag}"] = forms.CharField(
                    label=f"{label} ({language})",
                    max_length=longest,
                    required=False,
                    widget=forms.TextInput(attrs={"dir": "auto", "lang": tag}),
                )
        if topic:
            del self.fields["purpose"]

    def texts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(("names_", "descriptions_"))]

    def typed(self) -> services.TopicFields:
        given = self.cleaned_data
        names, descriptions = (
            {tag: given[f"{name}_{tag}"] for tag, _language in settings.LANGUAGES}
            for name in ("names", "descriptions")
        )
        return services.TopicFields(names, given["channels"], given["kind"], descriptions)


@page("customers.view")
def index(request: HttpRequest) -> HttpResponse:
    language = get_language() or ""
    rows = [
        {
            "topic": row,
            "name": row.name_in(language),
            "description": row.description_in(language),
            "purpose": label_of(PURPOSES, row.purpose),
            "channels": [label_of(CHANNELS, channel) for channel in row.channels],
            "is_opt_in": row.kind == Topic.Kind.OPT_IN,
        }
        for row in topics(request.workspace)
    ]
    context = {"rows": rows, "may_edit": request.may(EDIT)}
    return render(request, "customers/topics/index.html", context)


@page(EDIT, methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    form = TopicForm(request.POST or None)
    if form.is_valid():
        try:
            services.create_topic(
                workspace=request.workspace, actor=request.actor,
                purpose=form.cleaned_data["purpose"], fields=form.typed(),
            )  # fmt: skip
            return saved(request)
        except services.InvalidTopic as error:
            form.add_error(None, str(error))
    return form_page(request, {"form": form})


@page(EDIT, methods="GET POST")
def edit(request: HttpRequest, topic_id: int) -> HttpResponse:
    topic = one(request, topic_id)
    form = TopicForm(request.POST or None, topic=topic)
    if form.is_valid():
        try:
            services.edit_topic(
                workspace=request.workspace, actor=request.actor, topic=topic,
                fields=form.typed(),
            )  # fmt: skip
            return saved(request)
        except services.InvalidTopic as error:
            form.add_error(None, str(error))
    context = {"form": form, "topic": topic, "name": topic.name_in(get_language() or "")}
    return form_page(request, context)


@page(EDIT, methods="POST")
def archive(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Put it away, or with `back` offer it again."""
    change = services.restore_topic if request.POST.get("back") else services.archive_topic
    change(workspace=request.workspace, actor=request.actor, topic=one(request, topic_id))
    return saved(request)


def one(request: HttpRequest, topic_id: int) -> Topic:
    return get_object_or_404(topics(request.workspace), pk=topic_id)


def saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(request, reverse(LIST))


def form_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/topics/edit.html", context, status=status)


def _words() -> list[tuple[str, str, int]]:
    return [
        ("names", _("Name"), services.LONGEST_NAME),
        ("descriptions", _("What people read below it"), services.LONGEST_TEXT),
    ]


def _initial(topic: Topic | None) -> dict[str, Any]:
    if topic is None:
        return {"purpose": "marketing", "channels": ["email"], "kind": Topic.Kind.OPT_IN}
    words = {
        f"{name}_{tag}": text
        for name in ("names", "descriptions")
        for tag, text in getattr(topic, name).items()
    }
    return {"channels": topic.channels, "kind": topic.kind, **words}
