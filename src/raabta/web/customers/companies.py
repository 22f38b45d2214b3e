"""Companies: the list, a company's page with its people, and changing them."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.customers.company_figure import Figure, company_figures
from raabta.customers.fields import attribute_field, definitions_of
from raabta.customers.free_mail import is_free_mail
from raabta.customers.models import AttributeDefinition, Company, CompanyDomain, Note
from raabta.customers.panel import company_panels
from raabta.customers.queries import people, with_people_count
from raabta.customers.queries.company_attributes import with_attribute
from raabta.customers.queries.company_domains import domains_of
from raabta.customers.queries.company_merges import merges_of_company
from raabta.customers.queries.company_tree import family_of, levels_under
from raabta.customers.services.companies import (
    CompanyExternalIdTaken,
    create_company,
    delete_company,
    edit_company,
)
from raabta.customers.services.company_domains import DomainTaken
from raabta.customers.services.company_tree import WrongParent
from raabta.web.customers.company_input import UnknownCompany, company_at
from raabta.web.customers.company_timeline import timeline_of
from raabta.web.customers.forms import CompanyForm
from raabta.web.customers.profile import Property, drawn_panels
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect
from raabta.web.paging import number

TEMPLATES = "customers/companies/"
SIZE = 50
SHOWN = 20  # merges
REFUSED: dict[type[Exception], str] = {
    CompanyExternalIdTaken: "external_id",
    DomainTaken: "domains",
    WrongParent: "parent",
}
SORTS = {"name": "name", "country": "country", "people": "people_count", "created": "created_at"}


@page("customers.view")
def index(request: HttpRequest) -> HttpResponse:
    found = matching(request)
    total = found.count()
    found = with_people_count(found)
    at = max(number(request, "page") or 1, 1)
    rows = list(found.order_by(order_of(request), "pk")[(at - 1) * SIZE : at * SIZE + 1])
    context = {
        "companies": rows[:SIZE],
        "total": total,
        "filterable": [
            (one.key, one.label)
            for one in definitions_of(request.workspace, AttributeDefinition.Subject.COMPANY)
        ],
        "is_narrowed": any(request.GET.get(name) for name in ("q", "parent", "attribute")),
        "previous": at - 1 if at > 1 else None,
        "next": at + 1 if len(rows) > SIZE else None,
    }
    return render(request, TEMPLATES + "index.html", context, part="rows")


@page("customers.view")
def show(request: HttpRequest, company_id: int) -> HttpResponse:
    company = find(request, company_id)
    employed = people(request.workspace).filter(company=company)
    definitions = definitions_of(request.workspace, AttributeDefinition.Subject.COMPANY)
    family = family_of(request.workspace, company)
    context = {
        "company": company,
        "domains": [
            (name, is_free_mail(name))
            for name in domains_of(request.workspace, [company.pk]).get(company.pk, [])
        ],
        "people": employed.order_by("first_name", "last_name", "pk")[:100],
        "people_count": employed.count(),
        "family": family,
        "figures": figures_of(request, family.ids),
        "attributes": [
            Property(attribute_field(one), company.attributes.get(one.key)) for one in definitions
        ],
        "merges": merges_of_company(request.workspace, company.pk).filter(
            survivor=company, undone_at=None
        )[:SHOWN],
        "panels": drawn_panels(request, company_panels, company.pk, {"company": company}),
        "notes": Note.objects.filter(company=company).order_by("-is_pinned", "-created_at")[:100],
    }
    context |= timeline_of(request, company)
    return render(request, TEMPLATES + "show.html", context)


@page("customers.edit", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    form = CompanyForm(request.POST or None, workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_company(
                workspace=request.workspace, actor=request.actor, values=form.cleaned_data
            )
            return redirect(request, reverse("web:companies:show", args=[made.pk]))
        except tuple(REFUSED) as error:
            form.add_error(REFUSED[type(error)], str(error))
    return form_page(request, form)


@page("customers.edit", methods="GET POST")
def edit(request: HttpRequest, company_id: int) -> HttpResponse:
    company = find(request, company_id)
    form = CompanyForm(request.POST or None, workspace=request.workspace, company=company)
    if request.method == "POST" and form.is_valid():
        try:
            edit_company(
                workspace=request.workspace,
                actor=request.actor,
                company_id=company.pk,
                values=form.cleaned_data,
            )
            messages.success(request, _("Saved."))
            return redirect(request, reverse("web:companies:show", args=[company.pk]))
        except tuple(REFUSED) as error:
            form.add_error(REFUSED[type(error)], str(error))
    return form_page(request, form, company)


@page("customers.delete", methods="POST")
def delete(request: HttpRequest, company_id: int) -> HttpResponse:
    company = find(request, company_id)
    delete_company(workspace=request.workspace, actor=request.actor, company_id=company.pk)
    messages.success(request, _("%(name)s was deleted.") % {"name": company.name})
    return redirect(request, reverse("web:companies:index"))


def known(request: HttpRequest) -> QuerySet[Company]:
    return Company.objects.filter(workspace=request.workspace, deleted_at=None)


def matching(request: HttpRequest) -> QuerySet[Company]:
    """The companies that the address asks for."""
    found = known(request)
    for word in request.GET.get("q", "").replace("\x00", "").split()[:5]:
        owned = CompanyDomain.objects.filter(workspace=request.workspace, domain__icontains=word)
        by_domain = Q(domain__icontains=word) | Q(pk__in=owned.values("company"))
        found = found.filter(Q(name__icontains=word) | by_domain)
    found = _under(request, found, request.GET.get("parent", "")[:220])
    key, value = request.GET.get("attribute", ""), request.GET.get("value", "")[:200]
    return with_attribute(request.workspace, found, key, value)


def _under(request: HttpRequest, found: QuerySet[Company], text: str) -> QuerySet[Company]:
    """The companies under the one that was typed; none when nobody is called so."""
    try:
        parent_id = company_at(request.workspace, text.replace("\x00", ""))
    except UnknownCompany:
        return found.none()
    if parent_id is None:
        return found
    _itself, *levels = levels_under(request.workspace, Company.objects.get(pk=parent_id))
    return found.filter(pk__in=[pk for level in levels for pk in level])


def find(request: HttpRequest, company_id: int) -> Company:
    return get_object_or_404(known(request), pk=company_id)


def figures_of(request: HttpRequest, company_ids: list[int]) -> list[Figure]:
    members = sorted(company_figures.members(), key=lambda one: one.position)
    return [
        figure
        for member in members
        if request.may(member.permission)
        for figure in member().figures(request.workspace, company_ids)
    ]


def order_of(request: HttpRequest) -> str:
    asked = request.GET.get("sort", "")
    column = SORTS.get(asked.removeprefix("-"), "")
    if not column:
        return "-created_at"
    return f"-{column}" if asked.startswith("-") else column


def form_page(
    request: HttpRequest, form: CompanyForm, company: Company | None = None
) -> HttpResponse:
    status = 422 if form.errors else 200
    names = known(request).order_by("name").values_list("name", flat=True)[:200]
    context = {"form": form, "company": company, "names": names}
    return render(request, TEMPLATES + "form.html", context, status=status)
