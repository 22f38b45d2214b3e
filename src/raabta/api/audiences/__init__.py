"""Rules and who they describe: `/audiences`."""
