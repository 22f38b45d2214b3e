"""Look for people who are held twice, and decide about what was found."""
