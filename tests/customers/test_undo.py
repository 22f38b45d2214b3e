"""Whatever people do to customers, taking it back restores exactly what was."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from raabta.customers.deed import AddTags, Deed, Delete, RecordConsent, RemoveTags, SetField
from raabta.customers.models import Consent, Customer, CustomerTag, Identity
from raabta.customers.selections import Everyone, Listed
from raabta.customers.services.bulk_edit import apply_deed, open_bulk_edit
from raabta.customers.services.bulk_jobs import bulk_edit
from raabta.customers.services.consent import Answer, record_consent
from raabta.customers.services.deletion import delete_customers
from raabta.customers.services.people import create_customer, edit_customer
from raabta.customers.services.tags import add_tags
from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.change_sets import revert_change_set

AYESHA = Actor(label="Ayesha", via="ui", user_id=1)
CITIES = ("", "Lahore", "Karachi")


def state() -> dict[str, Any]:
    """Everything an edit can change, but the moment of the last change."""
    people = Customer.objects.order_by("pk").values(
        "pk", "city", "email", "attributes", "deleted_at"
    )
    return {
        "people": list(people),
        "identities": sorted(
            Identity.objects.values_list("customer", "value", "is_primary", "is_live")
        ),
        "tags": sorted(CustomerTag.objects.values_list("customer", "tag__name")),
        "consents": sorted(Consent.objects.values_list("customer", "purpose", "channel", "state")),
    }


def five(workspace: Workspace) -> list[int]:
    ids = []
    for at in range(5):
        values = {"city": CITIES[at % 3], "email": f"p{at}@mail.example", "attributes.size": at}
        made = create_customer(workspace=workspace, actor=AYESHA, values=values)
        ids.append(made.pk)
    add_tags(workspace=workspace, actor=AYESHA, customer_ids=ids[:2], names=["VIP"])
    answer = Answer(ids[0], "marketing", "email", "granted", "form")
    record_consent(workspace=workspace, actor=AYESHA, answer=answer)
    return ids


deeds = st.one_of(
    st.builds(SetField, field=st.just("city"), value=st.sampled_from(CITIES)),
    st.builds(SetField, field=st.just("attributes.size"), value=st.sampled_from([None, 1, 7])),
    st.builds(AddTags, tags=st.lists(st.sampled_from(["VIP", "New"]), min_size=1)),
    st.builds(RemoveTags, tags=st.just(["VIP"])),
    st.builds(
        RecordConsent,
        purpose=st.just("marketing"),
        channel=st.just("email"),
        state=st.sampled_from(["granted", "withdrawn"]),
    ),
    st.builds(Delete),
)


@given(done=st.lists(st.tuples(deeds, st.sets(st.integers(0, 4), min_size=1)), max_size=5))
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_deeds_taken_back_in_turn_restore_exactly(
    workspace: Workspace, done: list[tuple[Deed, set[int]]]
) -> None:
    Customer.objects.all().delete()
    ids = five(workspace)
    passed = []
    for deed, chosen in done:
        before = state()
        change_set = open_bulk_edit(workspace=workspace, actor=AYESHA, deed=deed, count=5)
        people = [ids[at] for at in sorted(chosen)]
        for _again in range(2):  # a job that died repeats its batch
            apply_deed(
                workspace=workspace,
                actor=AYESHA,
                change_set=change_set,
                deed=deed,
                customer_ids=people,
            )
        passed.append((before, change_set))
    for before, change_set in reversed(passed):
        revert_change_set(workspace=workspace, change_set=change_set, actor=AYESHA)
        change_set.refresh_from_db()
        assert change_set.skipped == {}
        assert state() == before


def test_what_changed_since_is_left_alone(workspace: Workspace) -> None:
    ids = five(workspace)
    deed = SetField(field="city", value="Multan")
    started = bulk_edit(
        workspace=workspace, actor=AYESHA, selection=Listed(ids=ids), deed=deed, count=5
    )
    assert (started.job, started.changed) == (None, 5)
    edit_customer(workspace=workspace, actor=AYESHA, customer_id=ids[0], values={"city": "Quetta"})
    done = revert_change_set(workspace=workspace, change_set=started.change_set, actor=AYESHA)
    assert (done.restored, done.skipped) == (4, {"changed_since": 1})
    assert Customer.objects.get(pk=ids[0]).city == "Quetta"


def test_somebody_whose_address_was_given_away_stays_deleted(workspace: Workspace) -> None:
    ids = five(workspace)
    change_set = delete_customers(workspace=workspace, actor=AYESHA, customer_ids=ids[:2])
    create_customer(workspace=workspace, actor=AYESHA, values={"email": "p0@mail.example"})
    done = revert_change_set(workspace=workspace, change_set=change_set, actor=AYESHA)
    assert (done.restored, done.skipped) == (1, {"address_taken": 1})
    assert Customer.objects.get(pk=ids[0]).deleted_at is not None
    assert Customer.objects.get(pk=ids[1]).deleted_at is None


def test_everybody_is_edited_in_the_background_with_progress(workspace: Workspace) -> None:
    ids = five(workspace)
    started = bulk_edit(
        workspace=workspace,
        actor=AYESHA,
        selection=Everyone(),
        deed=AddTags(tags=["All"]),
        count=5,
    )
    assert started.job is not None
    while jobs.run_next([jobs.DEFAULT]):
        pass
    assert [job.state for job in Job.objects.order_by("pk")] == ["done", "done"]
    last = Job.objects.latest("pk")
    assert (last.done, last.total, last.result["changed"]) == (5, 5, 5)
    assert CustomerTag.objects.filter(tag__name="All").count() == len(ids)
