"""Built-in contact rules, one a file."""
