"""Make two people one, and two again. See docs/decisions/0019-merges-that-can-be-undone.md."""
