from collections.abc import Callable
from datetime import timedelta

from raabta.commerce.models import BuyerRules
from raabta.kernel import bus, clock, jobs
from raabta.workspaces.models import Workspace
from tests.api.conftest import Program
from tests.commerce.shop import person, placed


def test_buyers_are_counted_shown_and_their_limits_set(
    api: Program, workspace: Workspace, project: Callable[[], None]
) -> None:
    ada = person(workspace)
    placed(workspace, "1", customer_id=ada.pk, at=clock.now() - timedelta(days=5))
    while bus.deliver_pending():
        pass
    project()
    while jobs.run_next([jobs.WAREHOUSE]):
        pass
    found = api.get("/buyers").data
    assert (found["stages"]["first"], len(found["cells"])) == (1, 25)
    one = api.get(f"/buyers/{ada.pk}").data
    assert (one["stage"], one["cell"], one["orders"]) == ("first", "1-1-1", 1)
    assert api.get("/buyers/999").status_code == 404
    body = {"lookback_days": 90, "at_risk_days": 2, "lapsed_days": 4}
    assert api.post("/buyers/rules/preview", body).data["stages"]["lapsed"] == 1
    assert api.put("/buyers/rules", {**body, "lapsed_days": 2}).status_code == 422
    assert not BuyerRules.objects.exists()
    assert api.put("/buyers/rules", body).data == body
    assert api.get("/buyers/rules").data == body
    assert api.post("/buyers/compute", {}).status_code == 202


def test_a_reader_cannot_set_limits(program_with: Callable[..., Program]) -> None:
    reader = program_with("commerce.view")
    assert reader.put("/buyers/rules", {"lookback_days": 90}).status_code == 403
    assert reader.post("/buyers/compute", {}).status_code == 403
    assert not BuyerRules.objects.exists()
