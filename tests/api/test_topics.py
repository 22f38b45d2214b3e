from collections.abc import Callable

from raabta.customers.models import Consent, Topic
from raabta.workspaces.models import Workspace
from tests.api.conftest import Program
from tests.house.rows import make

NEWS = {"names": {"en": "News"}, "channels": ["email"]}


def test_a_topic_is_made_changed_put_away_and_brought_back(api: Program) -> None:
    made = api.post("/topics", NEWS)
    assert (made.status_code, made.data["key"], made.data["kind"]) == (201, "news", "opt_in")
    pk = made.data["id"]
    changed = api.patch(f"/topics/{pk}", {"kind": "opt_out"}).data
    assert (changed["kind"], changed["names"]) == ("opt_out", {"en": "News"})
    assert api.post(f"/topics/{pk}/archive", {}).data["archived_at"]
    assert api.delete(f"/topics/{pk}/archive").data["archived_at"] is None
    assert [row["id"] for row in api.get("/topics").data["data"]] == [pk]


def test_a_topic_without_name_or_with_a_taken_key_is_refused(api: Program) -> None:
    assert api.post("/topics", {**NEWS, "names": {"en": " "}}).status_code == 422
    assert api.post("/topics", {**NEWS, "key": "news"}).status_code == 201
    assert api.post("/topics", {**NEWS, "key": "news"}).status_code == 422
    assert api.post("/topics", {**NEWS, "key": "Ne ws"}).status_code == 422
    assert Topic.objects.count() == 1


def test_who_may_only_read_makes_none(program_with: Callable[..., Program]) -> None:
    assert program_with("customers.view").post("/topics", NEWS).status_code == 403
    assert not Topic.objects.exists()


def test_an_answer_about_a_topic_is_recorded_where_it_is_offered(
    api: Program, workspace: Workspace
) -> None:
    api.post("/topics", NEWS)
    person = make("customers.Customer", workspace)
    said = {"purpose": "topic:news", "channel": "email", "state": "granted"}
    path = f"/customers/{person.pk}/consents"
    assert api.post(path, said).status_code == 201
    assert api.post(path, {**said, "channel": "sms"}).status_code == 422
    assert api.post(path, {**said, "purpose": "topic:other"}).status_code == 422
    assert [row.purpose for row in Consent.objects.all()] == ["topic:news"]


def test_a_campaign_takes_the_purpose_of_its_topic(api: Program, workspace: Workspace) -> None:
    topic = api.post("/topics", {**NEWS, "purpose": "research"}).data["id"]
    made = api.post("/campaigns", {"name": "Eid", "topic_id": topic}).data
    assert (made["topic_id"], made["purpose"]) == (topic, "research")
    changed = api.patch(f"/campaigns/{made['id']}", {"purpose": "marketing"}).data
    assert (changed["topic_id"], changed["purpose"]) == (None, "marketing")
    foreign = make("customers.Topic", make("workspaces.Workspace", workspace))
    refused = api.patch(f"/campaigns/{made['id']}", {"topic_id": foreign.pk})
    assert refused.status_code in {404, 422}
