class Refused(ValueError):
    """A typed query that may not run; the message is for its author."""
