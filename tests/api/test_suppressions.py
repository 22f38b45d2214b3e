from collections.abc import Callable

from tests.api.conftest import Program


def test_values_are_suppressed_found_and_taken_off(api: Program) -> None:
    body = {"values": ["a@mail.example", "@closed.example"]}
    assert api.post("/suppressions", body).data == {"added": 2, "known": 0}
    assert api.post("/suppressions", body).data == {"added": 0, "known": 2}
    wrong = api.post("/suppressions", {"values": ["b@mail.example", "nonsense"]})
    assert (wrong.status_code, wrong.data["errors"][0]["where"]) == (422, "body.values.1")
    (found,) = api.get("/suppressions?value=a@mail.example&channel=email").data["data"]
    assert (found["value"], found["reason"], found["kind"]) == (
        "a@mail.example", "manual", "address",
    )  # fmt: skip
    assert api.get("/suppressions?channel=sms").data["data"] == []
    assert api.delete(f"/suppressions/{found['id']}").status_code == 204
    assert api.delete(f"/suppressions/{found['id']}").status_code == 404


def test_reading_does_not_allow_writing(program_with: Callable[..., Program]) -> None:
    program = program_with("messaging.view")
    assert program.get("/suppressions").status_code == 200
    assert program.post("/suppressions", {"values": ["a@mail.example"]}).status_code == 403
