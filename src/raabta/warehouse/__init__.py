"""The analytical engine behind Ibis: its tables, and the projector that fills them from records.

The only place where a dialect of SQL is written by hand.
"""
