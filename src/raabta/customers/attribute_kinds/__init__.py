"""The kinds of attributes that are built in, one in each file."""
