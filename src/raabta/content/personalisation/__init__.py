"""Personal values that every workspace has: the person, their company, the workspace."""
