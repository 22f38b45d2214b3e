"""The search index: which records a few typed letters mean, in three scripts and with typos.

Owns what records are filed under, and the question. It knows no kind of record by name: contexts
above add theirs as `search_sources`. It never shows anything: a hit is loaded from its record.
"""
