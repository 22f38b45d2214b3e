"""The archive that a workspace leaves with: its files, its values, its ids on arrival."""
