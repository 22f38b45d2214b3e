"""Our SMTP client: pooled connections that send an envelope in one write."""
