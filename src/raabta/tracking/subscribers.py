from raabta.customers.domain_events import CustomerErased
from raabta.kernel.bus import subscribe
from raabta.tracking.services.upkeep import forget_person
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in


@subscribe(CustomerErased)
def forget(event: CustomerErased) -> None:
    with working_in(Workspace.objects.get(pk=event.workspace_id)):
        forget_person(customer_id=event.customer_id)
