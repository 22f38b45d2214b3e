"""What audiences may ask about the messages that people were sent."""
