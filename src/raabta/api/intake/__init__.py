"""The address of event clients: Segment's HTTP API, with a write key instead of a login."""
