"""Pages of event sources, the calls that came, and the catalogue of events."""
