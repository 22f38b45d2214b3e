"""Tables that audiences keep: who is in them."""
