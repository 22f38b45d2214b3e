"""Questions about messages; each room holds one subject."""
