"""Conditions about the people of an analysis."""
