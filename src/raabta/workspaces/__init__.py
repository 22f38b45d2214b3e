"""Who works here and what each may do: organisations, users, roles, keys, audit, secrets.

Every other row belongs to one workspace, and a query without a workspace raises.
"""
