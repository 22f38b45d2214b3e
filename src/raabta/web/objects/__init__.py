"""Pages of custom objects: kinds with their fields and relations, records and links."""
