"""What can be computed of a person from their events: one way a file."""
