"""Forms, their fields and what was submitted: `/forms`."""
