"""What audiences may ask about people themselves, without any vertical."""
