"""The rule language: conditions that compile to Ibis, counts, samples, explanations, snapshots.

Knows no vertical by name; they plug their conditions in.
"""
