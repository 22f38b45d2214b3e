"""Reading bounces, complaints and automatic replies: what happened to which message."""
