"""Planned sends with a goal, a budget, an audience, a message and a schedule.

Owns when and to whom; the ledger and delivery belong to messaging.
"""
