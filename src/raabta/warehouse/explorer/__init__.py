"""SQL that somebody typed, made safe: what is not allowed by name is refused."""

from raabta.warehouse.explorer.guarding import Guarded, guard, parameters_in
from raabta.warehouse.explorer.refused import Refused

__all__ = ["Guarded", "Refused", "guard", "parameters_in"]
