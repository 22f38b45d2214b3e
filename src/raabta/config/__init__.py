"""Settings, root URLs, WSGI and the `raabta` command. Refuses business words."""
