"""Values that are computed from what people bought; see `commerce.order_trait` for what counts."""
