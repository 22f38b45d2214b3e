"""Tables that every audience stands on: people, their consent, what they did."""
