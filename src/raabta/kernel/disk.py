"""Whether an error means that there is no room left, whoever noticed it first."""

import errno

FULL = {errno.ENOSPC, errno.EDQUOT}
# as SQLite, PostgreSQL and DuckDB say it
SAID = ("database or disk is full", "no space left on device", "could not extend file")


def is_full(error: BaseException | None) -> bool:
    """The error, or one behind it, comes from a full disk."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if any(words in str(error).lower() for words in SAID):
            return True
        error = error.__cause__ or error.__context__
    return False
