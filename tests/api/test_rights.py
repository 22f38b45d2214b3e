from collections.abc import Callable

from tests.api.conftest import Program


def test_a_customer_on_hold_is_erased_only_after_the_release(api: Program) -> None:
    made = api.post("/customers", {"first_name": "Zainab"}).data["id"]
    hold = f"/customers/{made}/hold"
    assert api.get(hold).status_code == 404
    placed = api.post(hold, {"reason": "Court case 12"})
    assert (placed.status_code, placed.data["reason"]) == (201, "Court case 12")
    assert api.post(hold, {"reason": "Another"}).status_code == 409
    assert api.get(hold).data == placed.data
    assert api.post(f"/customers/{made}/erasure", None).status_code == 409
    assert api.get(f"/customers/{made}").data["first_name"] == "Zainab"
    assert api.delete(hold).status_code == 204
    assert api.delete(hold).status_code == 404
    assert api.post(f"/customers/{made}/erasure", None).status_code == 204
    assert api.get(f"/customers/{made}").status_code == 404


def test_erasing_asks_for_its_scope(program_with: Callable[..., Program], api: Program) -> None:
    made = api.post("/customers", {"first_name": "Zainab"}).data["id"]
    program = program_with("customers.view", "customers.delete")
    assert program.post(f"/customers/{made}/erasure", None).status_code == 403
    assert program.post(f"/customers/{made}/hold", {"reason": "x"}).status_code == 403
