"""Custom objects: kinds that a workspace makes itself, their records, and whom these belong to.

Knows no kind by name. Fields and their values are those of `customers.attributes`.
"""
