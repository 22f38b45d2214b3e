"""What a customer allowed: the ledger, and a new line of it."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from raabta.customers.models import ConsentRecord
from raabta.customers.purposes import CHANNELS, STATES, label_of
from raabta.customers.queries import consent_ledger
from raabta.customers.queries.consent_files import ENDINGS, consent_files
from raabta.customers.queries.topics import purpose_names
from raabta.customers.services.consent import Answer, record_consent
from raabta.customers.services.consent_files import Upload, keep_consent_file
from raabta.customers.services.sensitive import EVIDENCE, record_reading
from raabta.customers.timeline_sources import CONSENT_TONES, via_label
from raabta.web.customers import profile
from raabta.web.customers.consent_proof import person_words
from raabta.web.customers.customers import find
from raabta.web.customers.forms import ConsentForm
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect

TEMPLATES = "customers/consents/"
SHOWN = (
    "evidence", "given_at", "recorded_at", "actor", "text_version", "ip", "jurisdiction",
    "file_digest", "seal",
)  # fmt: skip


@page("customers.view")
def index(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Every line with its evidence."""
    customer = find(request, customer_id)
    record_reading(
        workspace=request.workspace, actor=request.actor, customer_ids=[customer.pk],
        fields=[EVIDENCE], place="page",
    )  # fmt: skip
    names = purpose_names(request.workspace)
    lines = consent_ledger(request.workspace, customer.pk)[:500]
    context = {
        "customer": customer,
        "may_open": request.may("customers.consent"),
        "problem": person_words(request.workspace, customer.pk),
        "lines": [told(line, names) for line in lines],
    }
    return render(request, TEMPLATES + "index.html", context, part="panel")


@page("customers.consent", methods="GET POST")
def new(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer, form = (
        find(request, customer_id),
        ConsentForm(request.workspace, request.POST or None, request.FILES or None),
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        digest = _keep(request, customer.pk, given.pop("file"))
        answer = Answer(
            customer_id=customer.pk, source=request.actor.via, file_digest=digest, **given
        )
        record_consent(workspace=request.workspace, actor=request.actor, answer=answer)
        messages.success(request, _("Recorded. The ledger keeps who wrote it and when."))
        return redirect(request, profile.address(customer))
    context = {"customer": customer, "form": form}
    status = 422 if form.errors else 200
    return render(request, TEMPLATES + "new.html", context, part="panel", status=status)


@page("customers.consent")
def file(request: HttpRequest, customer_id: int, digest: str) -> HttpResponse:
    """What proves an answer; never shown inside our pages, for others made it."""
    customer = find(request, customer_id)
    found = get_object_or_404(consent_files(request.workspace, customer.pk), digest=digest)
    record_reading(
        workspace=request.workspace, actor=request.actor, customer_ids=[customer.pk],
        fields=[EVIDENCE], place="export",
    )  # fmt: skip
    return FileResponse(  # type: ignore[return-value]
        BytesIO(found.content), as_attachment=True, content_type=found.kind,
        filename=f"{digest[:12]}{ENDINGS[found.kind]}",
    )  # fmt: skip


def _keep(request: HttpRequest, customer_id: int, upload: Upload | None) -> str:
    """The digest of the file, kept; empty without one."""
    if upload is None:
        return ""
    return keep_consent_file(
        workspace=request.workspace, actor=request.actor, customer_id=customer_id, upload=upload
    ).digest


def told(line: ConsentRecord, names: Mapping[str, str]) -> dict[str, Any]:
    """A line with its words."""
    return {
        **{name: getattr(line, name) for name in SHOWN},
        "purpose_label": label_of(names, line.purpose),
        "channel_label": label_of(CHANNELS, line.channel),
        "state_label": label_of(STATES, line.state),
        "source": via_label(line.source),
        "tone": CONSENT_TONES.get(line.state, "neutral"),
    }
