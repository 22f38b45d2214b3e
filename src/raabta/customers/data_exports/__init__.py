"""What this context holds of a person, one kind a file."""
