"""What a form can ask; one kind in one file."""
