"""The language of formulas: read, checked and computed here; nothing of it is ever run as Python."""
