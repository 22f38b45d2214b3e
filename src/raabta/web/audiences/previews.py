"""The live side of the builder: size, ten people and the sentence."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from raabta.audiences.queries import preview
from raabta.audiences.rules import BadRule, parse
from raabta.warehouse.engine import QueryStopped, QueryTooSlow, WarehouseBusy
from raabta.web.audiences.asking import asker, number_of
from raabta.web.audiences.builder import read
from raabta.web.http import HttpRequest, page, render

PAGE = "audiences/previews/create.html"


@page("audiences.view", methods="POST")
def create(request: HttpRequest) -> HttpResponse:
    try:
        rule = parse(read(request.POST))
        looked = preview(
            request.workspace,
            rule,
            asker=asker(request, "preview"),
            number=number_of(request),
        )
    except BadRule as error:
        return render(request, PAGE, {"problems": [one.message for one in error.problems]})
    except (QueryTooSlow, WarehouseBusy):
        slow = _("Counting takes too long right now. You can still save the audience.")
        return render(request, PAGE, {"problems": [slow]})
    except QueryStopped:
        return HttpResponse(status=204)  # a newer question is on its way
    return render(request, PAGE, {"preview": looked, "rule": rule})
