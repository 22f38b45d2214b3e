"""The commands by subject. Each module has `register(app)`; Django loads when a command runs."""
