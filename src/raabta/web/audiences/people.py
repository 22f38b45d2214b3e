"""Every audience for one person: in it or not, and why."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from raabta.audiences.queries import explain_all
from raabta.customers.queries import people
from raabta.warehouse.engine import QueryStopped, WarehouseBusy
from raabta.web.audiences.explanations import told
from raabta.web.http import HttpRequest, page, render


@page("audiences.view")
def show(request: HttpRequest, customer_id: int) -> HttpResponse:
    person = get_object_or_404(people(request.workspace), pk=customer_id)
    problem = ""
    try:
        found = explain_all(request.workspace, person.pk)
    except (QueryStopped, WarehouseBusy):
        found, problem = [], _("This takes too long right now. Please try again.")
    if found is None:
        problem = _("This person has just been added. Look again in a few seconds.")
    rows = [(one.audience, told(one.line)) for one in found or []]
    rows.sort(key=lambda row: not row[1]["holds"])
    inside = sum(line["holds"] for _audience, line in rows)
    context = {"person": person, "rows": rows, "problem": problem, "inside": inside}
    return render(request, "audiences/people/show.html", context)
