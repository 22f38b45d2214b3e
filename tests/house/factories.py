"""How the isolation tests reach every page: an object for each name in an address.

A new page whose address carries a new name (`<int:coupon_id>`) adds one line to FACTORIES, or
"coupons:pk" when the name means something in that namespace only; a part of an address that is no
object ("bounced") goes into PLAIN. A page that is open to everybody is named in PUBLIC.
"""

from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession

from raabta.customers.services import imports
from raabta.kernel import clock
from raabta.messaging.compression import compress
from raabta.objects.models import ObjectKind
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import User, Workspace
from raabta.workspaces.policy import Role
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services.invitations import invite
from raabta.workspaces.services.leaving import export_path
from tests.house.rows import make

Factory = Callable[[Workspace, User], Any]


def row(label: str, attribute: str = "pk", **given: Any) -> Factory:
    """A row of this model with its required fields filled."""

    def factory(workspace: Workspace, _member: User) -> Any:
        return getattr(make(label, workspace, **given), attribute)

    return factory


def member(workspace: Workspace, _member: User) -> int:
    """Somebody who can be changed and removed without taking the last owner."""
    return int(make("workspaces.Membership", workspace, role=Role.ANALYST).pk)


def session(_workspace: Workspace, user: User) -> int:
    key = f"session-of-{user.pk}-{UserSession.objects.count()}"
    return UserSession.objects.create(user=user, ip="192.0.2.1", session_key=key).pk


def job(workspace: Workspace, user: User) -> int:
    kept = {"workspace_id": workspace.pk, "requested_by_id": user.pk, "state": "done"}
    return int(make("kernel.Job", workspace, **kept).pk)


def change_set(workspace: Workspace, user: User) -> int:
    return int(make("workspaces.ChangeSet", workspace, actor_user_id=user.pk).pk)


def merge(workspace: Workspace, _user: User) -> int:
    survivor = make("customers.Customer", workspace)
    other = make("customers.Customer", workspace, merged_into=survivor, deleted_at=clock.now())
    return int(make("customers.Merge", workspace, survivor=survivor, other=other).pk)


def event(workspace: Workspace, _user: User) -> int:
    payload = {"workspace_id": workspace.pk}
    return int(make("kernel.OutboxEvent", workspace, payload=payload, attempts=1).pk)


def token(workspace: Workspace, _user: User) -> str:
    asked = {"role": Role.ANALYST, "language": "en", "actor": SYSTEM, "giver": Role.OWNER}
    return invite(workspace=workspace, email="new@rival.example", **asked)[1]


def note(workspace: Workspace, _user: User) -> int:
    return int(make("customers.Note", workspace, customer=make("customers.Customer", workspace)).pk)


def view(workspace: Workspace, user: User) -> int:
    return int(make("customers.SavedView", workspace, owner_id=user.pk).pk)


def upload(workspace: Workspace, _user: User) -> int:
    with working_in(workspace):
        return imports.receive_file(
            workspace=workspace,
            actor=SYSTEM,
            target="customers",
            filename="people.csv",
            pieces=[b"email\nada@shop.example\n"],
        ).pk


def pair(workspace: Workspace, _user: User) -> int:
    first, second = (make("customers.Customer", workspace) for _ in range(2))
    return int(make("customers.CandidatePair", workspace, first=first, second=second).pk)


def field_of_kind(workspace: Workspace, _user: User) -> int:
    """The kind of the address was made just before."""
    with working_in(workspace):
        kind = ObjectKind.objects.filter(workspace=workspace).order_by("-pk").first()
    subject = kind.subject if kind else "customer"
    return int(make("customers.AttributeDefinition", workspace, subject=subject).pk)


def object_link(workspace: Workspace, _user: User) -> int:
    kept = {"customer": make("customers.Customer", workspace)}
    return int(make("objects.ObjectLink", workspace, **kept).pk)


def accepting(workspace: Workspace, user: User) -> int:
    kept = {"workspace_id": workspace.pk, "requested_by_id": user.pk, "state": "done"}
    return int(make("kernel.Job", workspace, kind="customers.accept_duplicates", **kept).pk)


def whole_export(workspace: Workspace, user: User) -> int:
    kept = {"workspace_id": workspace.pk, "requested_by_id": user.pk, "state": "done"}
    made = make("kernel.Job", workspace, kind="workspaces.export", **kept)
    path = export_path(made)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"archive")
    return int(made.pk)


COMPUTED = {"key": "count", "params": {"name": "Viewed"}}


def form(workspace: Workspace, _user: User) -> int:
    return int(make("forms.Form", workspace, fields=[{"kind": "text", "id": "f1"}]).pk)


FUNNEL = {"steps": [{"name": "Viewed"}, {"name": "Bought"}]}


def analysis(workspace: Workspace, user: User) -> int:
    kept = {"kind": "funnel", "settings": FUNNEL, "owner_id": user.pk}
    return int(make("insights.SavedAnalysis", workspace, **kept).pk)


FACTORIES: dict[str, Factory] = {
    "member_id": member,
    "invitation_id": row("workspaces.Invitation", role=Role.ANALYST, language="en"),
    "key_id": row("workspaces.ApiKey"),
    "change_set_id": change_set,
    "job_id": job,
    "duty_id": row("kernel.Schedule"),
    "event_id": event,
    "session_id": session,
    "customer_id": row("customers.Customer"),
    "other_id": row("customers.Customer"),
    "merge_id": merge,
    "rule_id": row("customers.SourceRule"),
    "company_id": row("customers.Company"),
    "pair_id": pair,
    "run_id": row("customers.MatchingRun", state="done"),
    "duplicates:job_id": accepting,
    "leaving:job_id": whole_export,
    "definition_id": row("customers.AttributeDefinition"),
    "trait_id": row("customers.AttributeDefinition", kind="number", computed=COMPUTED),
    "objects:definition_id": field_of_kind,
    "formula_id": row("customers.AttributeDefinition", kind="number", formula="1"),
    "tag_id": row("customers.Tag"),
    "change_id": row("customers.CustomerChange"),
    "note_id": note,
    "import_id": upload,
    "audience_id": row("audiences.Audience"),
    "audiences:pk": row("audiences.Audience"),
    "template_id": row("content.Template"),
    "campaign_id": row("campaigns.Campaign"),
    "campaigns:pk": row("campaigns.Campaign"),
    "reports:pk": row("campaigns.Campaign"),
    "cost_pk": row("campaigns.CostLine"),
    "variant_id": row("content.Variant"),
    "image_id": row("content.Image"),
    "address_id": row("customers.Identity", kind="email"),
    "identity_id": row("customers.Identity", kind="email"),
    "sender_id": row("messaging.Sender"),
    "channel_id": row("messaging.ChannelSetting"),
    "suppression_id": row("messaging.Suppression"),
    "pending_id": row("messaging.PendingConsent"),
    "message_id": row("messaging.Message"),
    "mail_id": row("messaging.OutboxMail", raw=compress(b"Subject: Hello\r\n\r\nHello")),
    "request_id": row("customers.ErasureRequest", state="waiting"),
    "view_id": view,
    "order_id": row("commerce.Order"),
    "product_id": row("commerce.Product"),
    "kind_id": row("objects.ObjectKind"),
    "record_id": row("objects.ObjectRecord"),
    "kind_key": row("objects.ObjectKind", "key"),
    "link_id": object_link,
    "form_id": form,
    "submission_id": row("forms.FormSubmission"),
    "analysis_id": analysis,
    "source_id": row("tracking.Source", deleted_at=None),
    "catalogue_id": row("tracking.CatalogueEvent", by_day={}, properties={}),
}

# parts of an address that are no objects
PLAIN = {
    "path": "0",  # of a block in a template
    "stage": "audience",
    "reports:number": "sent",
    "api_docs:resource": "customers",
    "channels:key": "smtp",
    "customers:key": "first_name",
    "companies:kind": "csv",
    "orders:kind": "csv",
    "objects:kind": "csv",
    "suppressions:kind": "csv",
    "products:kind": "csv",
    "submissions:kind": "csv",
    "analyses:kind": "funnel",
    "form_fields:field_id": "f1",
}

PUBLIC = {
    "web:health": "says only whether the database answers",
    "web:theme": "how the login page looks",
    "web:language": "which language the login page speaks",
    "web:setup:new": "open only while there is no user at all",
    "web:invitations:accept": "the link of an invitation is the key",
    "web:snippet": "the script that websites include",
    "web:media": "pictures of mails; their address cannot be guessed",
    "web:public:open": "a mail's picture; the signature is the key",
    "web:public:click": "a mail's link; the signature is the key",
    "web:public:view": "a mail in the browser; the signature is the key",
    "web:public:unsubscribe": "a mail's link; the signature is the key",
    "web:public:confirm": "a mail's link; the signature is the key",
    "web:public:download": "a person's own data; the signature is the key",
    "web:own:ask": "a mail's link; the signature is the key, and only a mail leaves",
    "web:own:show": "one's own page; the signature is the key, for a day",
    "web:own:consent": "one's own page; the signature is the key, for a day",
    "web:own:export": "one's own page; the signature is the key, for a day",
    "web:own:erase": "one's own page; the signature is the key, for a day",
    "web:own:forget": "a mail's link; the signature is the key, for a day",
    "web:form": "a published form; its address is the key",
    "web:form_description": "a published form; its address is the key",
    "web:public:preferences": "a mail's link; the signature is the key",
}

# the object is the same for every workspace; only the first workspace's administrators reach it
SHARED = {"duty_id"}


def found_for(route: str, name: str, of: dict[str, Any]) -> Any:
    """The entry for a name in the address of "web:coupons:show", the nearest namespace first."""
    for namespace in reversed(route.split(":")[:-1]):
        if f"{namespace}:{name}" in of:
            return of[f"{namespace}:{name}"]
    return of.get(name)
