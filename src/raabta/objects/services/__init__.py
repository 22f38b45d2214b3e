"""The only writers of kinds, records and links."""
