"""Planned sends, their launch and their report: `/campaigns`."""
