"""What messaging does when something happened below."""

from raabta.customers.domain_events import CustomerErased
from raabta.kernel.bus import subscribe
from raabta.messaging.services.erasure import erase_person
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in


@subscribe(CustomerErased)
def forget_their_addresses(event: CustomerErased) -> None:
    workspace = Workspace.objects.get(pk=event.workspace_id)
    with working_in(workspace):
        erase_person(
            workspace=workspace,
            customer_id=event.customer_id,
            email_hashes=event.email_hashes,
            phone_hashes=event.phone_hashes,
        )
