"""Requests drawn from the schema, good and bad, against the running application."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from raabta.config.urls import api as built
from raabta.config.wsgi import application
from tests.api.conftest import Program

pytestmark = pytest.mark.django_db
# what only we can know (which attributes or currencies exist, whether a number can be dialled)
# is answered 422 for bodies that the schema cannot tell apart
SEMANTIC = (
    "POST /api/v1/attributes",
    "PATCH /api/v1/attributes/{definition_id}",
    "POST /api/v1/customers",
    "PATCH /api/v1/customers/{customer_id}",
    "POST /api/v1/customers/{customer_id}/addresses",
    "POST /api/v1/customers/{customer_id}/consents",
    "POST /api/v1/customers/bulk",
    "POST /api/v1/customers/merges",
    "POST /api/v1/customers/merges/bulk",
    "POST /api/v1/companies",
    "PATCH /api/v1/companies/{company_id}",
    "POST /api/v1/suppressions",
    "POST /api/v1/events",
    "POST /api/v1/products",
    "POST /api/v1/orders",
    "POST /api/v1/orders/bulk",
    "POST /api/v1/orders/{order_id}/refunds",
    "POST /api/v1/objects/kinds/{kind_key}/fields",
    "POST /api/v1/objects/of/{kind_key}",
    "PATCH /api/v1/objects/records/{record_id}",
    "POST /api/v1/objects/records/{record_id}/links",
    "POST /api/v1/analyses",
    "POST /api/v1/analyses/answer",
    "POST /api/v1/analyses/audiences",
    "PATCH /api/v1/analyses/{analysis_id}",
    "POST /api/v1/audiences",
    "POST /api/v1/audiences/count",
    "PATCH /api/v1/audiences/{audience_id}",
    "POST /api/v1/campaigns",
    "PATCH /api/v1/campaigns/{campaign_id}",
)
CONFIG = {
    "seed": 7,
    # its own test sends NUL to every text: JSON Schema cannot say "any text without it"
    "generation": {"deterministic": True, "allow-x00": False},
    "checks": {"positive_data_acceptance": {"enabled": True}},
    "operations": [
        {
            "include-name": list(SEMANTIC),
            "checks": {
                "positive_data_acceptance": {
                    "expected-statuses": ["2xx", "401", "403", "404", "409", "422"]
                }
            },
        }
    ],
}


schema = schemathesis.openapi.from_dict(
    built.get_openapi_schema(), config=schemathesis.config.SchemathesisConfig.from_dict(CONFIG)
)
schema.app = application


@schema.parametrize()
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_keeps_what_the_schema_promises(case: Any, api: Program) -> None:
    headers = {"Authorization": f"Bearer {api.plain}", "Accept-Encoding": "identity"}
    case.call_and_validate(headers=headers)
