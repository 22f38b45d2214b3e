"""Raabta: an open-source customer relationship and marketing system."""

__version__ = "0.1.0"
