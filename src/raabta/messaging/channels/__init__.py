"""Built-in channels, one a file."""
