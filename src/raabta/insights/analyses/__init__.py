"""Kinds of analyses over the events of people."""
