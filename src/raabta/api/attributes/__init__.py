"""Attributes of the workspace itself: their definitions, and the values in other bodies."""
