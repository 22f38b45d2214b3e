from raabta.warehouse.services.attribution import reattribute, reattribute_all
from raabta.warehouse.services.draining import drain_inbox
from raabta.warehouse.services.erasure import forget_people
from raabta.warehouse.services.events_file import load_events, save_events
from raabta.warehouse.services.projection import project_changes
from raabta.warehouse.services.rebuilding import fill_new_tables, rebuild

__all__ = [
    "drain_inbox",
    "fill_new_tables",
    "forget_people",
    "load_events",
    "project_changes",
    "reattribute",
    "reattribute_all",
    "rebuild",
    "save_events",
]
