"""People's own page, and what colleagues decide about it."""
