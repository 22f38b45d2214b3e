from raabta.warehouse.services.erasure import forget_people
from raabta.warehouse.services.projection import project_changes
from raabta.warehouse.services.rebuilding import fill_new_tables, rebuild

__all__ = ["fill_new_tables", "forget_people", "project_changes", "rebuild"]
