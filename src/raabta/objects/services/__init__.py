"""The verbs of custom objects, the only writers."""

from raabta.objects.services import taking_back

__all__ = ["taking_back"]  # it registers what takes changes back
