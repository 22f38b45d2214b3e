"""Built-in launch checks, one a file."""
