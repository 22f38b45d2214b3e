"""What the warehouse holds of orders."""
