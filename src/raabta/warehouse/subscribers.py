from raabta.customers.domain_events import CustomerErased
from raabta.kernel import bus, jobs


@bus.subscribe(CustomerErased)
def forget(event: CustomerErased) -> None:
    """Only the process that owns the warehouse can; the job may run twice without harm."""
    jobs.enqueue(
        "warehouse.forget",
        workspace_id=event.workspace_id,
        payload={"customer_ids": [event.customer_id, *event.origin_ids]},
    )
