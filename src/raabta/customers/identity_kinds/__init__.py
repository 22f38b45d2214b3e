"""The kinds of identities that are built in, one in each file."""
