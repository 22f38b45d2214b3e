"""What every context stands on: clock, domain-event bus, registry, money, jobs, schedule, HTTP client.

Owns no business words. Refuses to import any other context.
"""
