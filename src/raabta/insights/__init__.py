"""Reports: what a campaign earned, growth and revenue, each number with the rows behind it."""
