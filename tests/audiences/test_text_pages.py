"""The text of an audience on its page, and what the builder copies and takes back."""

import json

import pytest
from django.test import Client

from raabta.audiences.models import Audience
from raabta.kernel import clock
from raabta.workspaces.models import Membership, User, Workspace
from raabta.workspaces.policy import Role
from tests.audiences.conftest import Shop, city
from tests.audiences.test_builder import BASE, DHAKA, LAHORE, NEW, do, keys

TEXT = "name: Multan\nrule:\n  all:\n    - attribute_text: {field: city, value: Multan}\n"


def test_a_text_changes_its_audience_and_its_name(shop: Shop, page: Client) -> None:
    made = shop.audience("Lahore", city("Lahore"))
    shown = page.get(f"/audiences/{made.pk}/text").content.decode()
    assert "name: Lahore" in shown
    assert page.post(f"/audiences/{made.pk}/text/edit", {"text": TEXT}).status_code == 303
    made.refresh_from_db()
    assert (made.name, made.rule["items"][0]["params"]["value"]) == ("Multan", "Multan")


def test_a_new_audience_comes_from_a_text(shop: Shop, page: Client) -> None:
    assert page.post("/audiences/text", {"text": TEXT}).status_code == 303
    assert Audience.objects.get().name == "Multan"
    again = page.post("/audiences/text", {"text": TEXT})
    assert again.status_code == 422
    assert "Another audience is called “Multan”." in again.content.decode()


def test_what_is_wrong_is_told_and_the_text_stays(shop: Shop, page: Client) -> None:
    answer = page.post("/audiences/text", {"text": TEXT.replace("field", "feld")})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "Line 4: “attribute_text” has no setting “feld”" in told
    assert "feld: city" in told
    assert not Audience.objects.exists()


def test_who_may_not_edit_reads_only(shop: Shop, workspace: Workspace) -> None:
    user = User.objects.create(email="b@b.example", date_joined=clock.now())
    Membership.objects.create(
        workspace=workspace, user=user, role=Role.ANALYST, joined_at=clock.now()
    )
    client = Client()
    client.force_login(user)
    made = shop.audience("Lahore", city("Lahore"))
    assert client.get(f"/audiences/{made.pk}/text").status_code == 200
    for address in (f"/audiences/{made.pk}/text/edit", "/audiences/text"):
        assert client.post(address, {"text": TEXT}).status_code == 403
    assert list(Audience.objects.values_list("name", flat=True)) == ["Lahore"]


def test_removing_is_taken_back(shop: Shop, page: Client) -> None:
    both = {"r": "group", "r.0": "attribute_text", "r.1": "attribute_text"}
    removed = do(page, "remove:r.0")
    assert keys(removed) == {"r": "group", "r.0": "attribute_text"}
    steps = removed.context["steps"]
    back = page.post(NEW, {**BASE, **LAHORE, "steps": steps, "do": "undo:"})
    assert keys(back) == both
    assert 'value="Dhaka"' in back.content.decode()
    assert back.context["steps"] == ""
    assert keys(do(page, "undo:")) == both  # nothing to take back changes nothing


@pytest.mark.parametrize(
    "steps", ["{", "3", "[1]", '[{"items": 4}]', '[{"key": 1, "params": {}}]', "[" * 5_000]
)
def test_steps_that_are_none_break_nothing(shop: Shop, page: Client, steps: str) -> None:
    assert keys(do(page, "undo:", steps=steps))["r"] == "group"


def test_a_condition_is_copied_into_another_audience(shop: Shop, page: Client) -> None:
    assert do(page, "copy:r.1").context["may_paste"]
    made = shop.audience("Lahore", city("Lahore"))
    edited = page.post(
        f"/audiences/{made.pk}/edit", {"name": "x", "r~match": "any", "do": "paste:r"}
    )
    assert keys(edited) == {"r": "group", "r.0": "attribute_text"}
    assert json.loads(edited.context["steps"]) == [{"match": "any", "items": []}]


def test_what_was_copied_elsewhere_is_not_pasted_here(
    shop: Shop, page: Client, owner: User, other_workspace: Workspace
) -> None:
    do(page, "copy:r.1")
    session = page.session
    session["copied_condition"] = {**session["copied_condition"], "workspace": other_workspace.pk}
    session.save()
    assert keys(do(page, "paste:r")) == {"r": "group"} | dict.fromkeys(
        ("r.0", "r.1"), "attribute_text"
    )


def test_the_preview_tells_who_enters_and_leaves(shop: Shop, page: Client) -> None:
    shop.people("Lahore", "Dhaka", "Dhaka", "Leeds")
    made = shop.audience("Ours", city("Lahore"))
    fields = {
        "audience": str(made.pk),
        **BASE,
        **{k.replace("r.1", "r.0"): v for k, v in DHAKA.items()},
    }
    moves = page.post("/audiences/preview", fields).context["moves"]
    assert (moves.before, moves.after, moves.enter, moves.leave) == (1, 2, 2, 1)
    same = page.post("/audiences/preview", {"audience": str(made.pk), **BASE, **LAHORE})
    assert same.context["moves"] is None
