"""Django's SQLite, with less waiting for those who want to write. Its name is in the settings."""
