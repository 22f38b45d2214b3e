"""What may be done with forms and submissions."""
