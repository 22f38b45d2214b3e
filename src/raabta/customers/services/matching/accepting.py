"""Accept pairs: the two become one person, by a merge that can be undone."""

from django.db import transaction
from django.utils.translation import gettext as _

from raabta.customers.models import CandidatePair, Customer
from raabta.customers.queries.matching import bulk_pairs
from raabta.customers.services.matching.deciding import Decided, decide, suggested_survivor
from raabta.customers.services.merging import merge_customers
from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

ACCEPT = "customers.accept_duplicates"
