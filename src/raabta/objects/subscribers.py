from raabta.customers.domain_events import CustomerErased
from raabta.kernel.bus import subscribe
from raabta.objects.services.links import forget_person
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in


@subscribe(CustomerErased)
def forget_their_objects(event: CustomerErased) -> None:
    workspace = Workspace.objects.get(pk=event.workspace_id)
    with working_in(workspace):
        forget_person(workspace=workspace, customer_id=event.customer_id)
