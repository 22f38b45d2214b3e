"""The public REST API: parse, make one domain call, answer. Refuses business rules."""
