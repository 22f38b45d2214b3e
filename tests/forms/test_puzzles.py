"""The puzzle slows machines down, asks no third party, and loses nobody."""

from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from raabta.forms.models import Form, FormSubmission
from raabta.forms.services import building
from raabta.workspaces.actor import SYSTEM

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def with_puzzle(form: Form, mode: str) -> Form:
    building.edit_form(workspace=form.workspace, actor=SYSTEM, form_id=form.pk, puzzle=mode)
    form.refresh_from_db()
    return form


def drawn(form: Form) -> tuple[str, Any]:
    told = Client().get(f"/f/{form.public_id}.json").json()
    return told["raabta_token"], told["puzzle"]


def solve(puzzle: Any) -> str:
    """As the browser does it."""
    tried = (str(number) for number in range(puzzle["most"]))
    return next(
        one
        for one in tried
        if sha256((puzzle["key"] + one).encode()).hexdigest() == puzzle["challenge"]
    )


def send(form: Form, token: str, email: str, *, agent: str = BROWSER, **more: str) -> None:
    told = {"raabta_token": token, "email": email, **more}
    headers = {"User-Agent": agent}
    assert Client().post(f"/f/{form.public_id}/", told, headers=headers).status_code == 200


def reasons() -> list[Any]:
    found = FormSubmission.objects.order_by("pk").values_list("reasons", flat=True)
    return [[one for one in row if one != "fast"] for row in found]  # nobody waits in a test


def test_a_solved_puzzle_lets_the_answers_through_and_a_missing_one_holds_them(form: Form) -> None:
    with_puzzle(form, "always")
    token, puzzle = drawn(form)
    send(form, token, "ada@shop.example", raabta_puzzle=solve(puzzle))
    send(form, drawn(form)[0], "ben@shop.example")
    send(form, drawn(form)[0], "cem@shop.example", raabta_puzzle="-1")
    send(form, drawn(form)[0], "dia@shop.example", raabta_puzzle="۷")
    assert reasons() == [[], ["puzzle"], ["puzzle"], ["puzzle"]]


def test_a_solution_is_good_for_one_submission(form: Form) -> None:
    with_puzzle(form, "always")
    token, puzzle = drawn(form)
    solution = solve(puzzle)
    send(form, token, "ada@shop.example", raabta_puzzle=solution)
    send(form, token, "spam@shop.example", raabta_puzzle=solution)  # the same form again
    send(form, drawn(form)[0], "spam@shop.example", raabta_puzzle=solution)
    send(form, "", "spam@shop.example", raabta_puzzle=solution)
    assert reasons() == [[], ["puzzle"], ["unsigned", "puzzle"]]


@pytest.mark.parametrize("agent", ["", "curl/8.5.0", "Mozilla/5.0 HeadlessChrome/140.0.0.0"])
def test_what_looks_like_a_machine_needs_the_puzzle(form: Form, agent: str) -> None:
    with_puzzle(form, "suspicious")
    token, puzzle = drawn(form)
    send(form, drawn(form)[0], "ada@shop.example")
    send(form, drawn(form)[0], "ben@shop.example", agent=agent)
    send(form, token, "cem@shop.example", agent=agent, raabta_puzzle=solve(puzzle))
    assert reasons() == [[], ["puzzle"], []]


def test_after_a_few_from_one_address_the_next_needs_the_puzzle(form: Form) -> None:
    with_puzzle(form, "suspicious")
    for number in range(4):
        send(form, drawn(form)[0], f"p{number}@shop.example")
    assert reasons() == [[], [], [], ["puzzle"]]


def test_a_form_without_a_puzzle_shows_none(form: Form) -> None:
    assert drawn(form)[1] is None
    assert "data-puzzle" not in Client().get(f"/f/{form.public_id}/").content.decode()
    with_puzzle(form, "always")
    assert "data-puzzle" in Client().get(f"/f/{form.public_id}/").content.decode()


def test_the_puzzle_stays_when_the_form_is_shown_again(form: Form) -> None:
    """The solution was found while the visitor typed, so it must not be lost with a typing error."""
    with_puzzle(form, "always")
    token, puzzle = drawn(form)
    told = {"raabta_token": token, "email": "nobody"}
    again = Client().post(f"/f/{form.public_id}/", told)
    assert again.status_code == 422
    assert puzzle["challenge"] in again.content.decode()
