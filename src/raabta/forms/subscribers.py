"""What forms do when something happened below, and the second half of a submission."""

from raabta.customers.domain_events import CustomerErased
from raabta.forms.domain_events import SubmissionReceived
from raabta.forms.services.applying import apply_submission
from raabta.forms.services.erasure import erase_person
from raabta.kernel.bus import subscribe
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in


@subscribe(SubmissionReceived)
def make_it_somebodys(event: SubmissionReceived) -> None:
    workspace = Workspace.objects.get(pk=event.workspace_id)
    with working_in(workspace):
        apply_submission(workspace=workspace, submission_id=event.submission_id)


@subscribe(CustomerErased)
def forget_their_answers(event: CustomerErased) -> None:
    workspace = Workspace.objects.get(pk=event.workspace_id)
    with working_in(workspace):
        erase_person(
            workspace=workspace,
            customer_id=event.customer_id,
            email_hashes=event.email_hashes,
        )
