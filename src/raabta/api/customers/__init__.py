"""People, their addresses and what they allowed: `/customers`."""
