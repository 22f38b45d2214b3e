"""What the warehouse holds of messages."""
