"""Orders, their lines and refunds: `/orders`."""
