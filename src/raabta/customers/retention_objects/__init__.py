"""What this context keeps for a while only, one kind a file."""
