"""Audiences as files: readable text that round-trips, and the names that stand for ids in it."""

from raabta.audiences.text_form.names import Ids, Names
from raabta.audiences.text_form.reading import AudienceText, BadText, name_in, read, read_rule
from raabta.audiences.text_form.writing import file_name, write, write_rule

__all__ = [
    "AudienceText",
    "BadText",
    "Ids",
    "Names",
    "file_name",
    "name_in",
    "read",
    "read_rule",
    "write",
    "write_rule",
]
