"""The demo: real orders, made-up people, simulated engagement (see SOURCE.md)."""
