"""The live side of the builder: size, ten people and the sentence."""

from contextlib import suppress

from django.http import HttpResponse
from django.utils.translation import gettext as _

from raabta.audiences.models import Audience
from raabta.audiences.queries import Comparison, compare, preview, rule_of
from raabta.audiences.rules import BadRule, Rule, parse, to_json
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
        moves = _moves(request, rule)
    except BadRule as error:
        return render(request, PAGE, {"problems": [one.message for one in error.problems]})
    except (QueryTooSlow, WarehouseBusy):
        slow = _("Counting takes too long right now. You can still save the audience.")
        return render(request, PAGE, {"problems": [slow]})
    except QueryStopped:
        return HttpResponse(status=204)  # a newer question is on its way
    return render(request, PAGE, {"preview": looked, "rule": rule, "moves": moves})


def _moves(request: HttpRequest, rule: Rule) -> Comparison | None:
    """Who enters and leaves, compared with what is saved; None where nothing is."""
    audience = Audience.objects.filter(pk=number_of(request)).first()
    if audience is None or to_json(rule) == audience.rule:
        return None
    with suppress(BadRule, QueryStopped):  # the saved rule may use what is gone
        return compare(
            request.workspace,
            rule_of(audience),
            rule,
            asker=asker(request, "compare"),
            number=audience.pk,
        )
    return None
