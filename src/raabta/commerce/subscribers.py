from raabta.commerce.services.attributes import forget_attributes
from raabta.customers.domain_events import CustomerErased
from raabta.kernel.bus import subscribe
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in


@subscribe(CustomerErased)
def forget_what_orders_say(event: CustomerErased) -> None:
    workspace = Workspace.objects.get(pk=event.workspace_id)
    with working_in(workspace):
        forget_attributes(workspace=workspace, customer_id=event.customer_id)
