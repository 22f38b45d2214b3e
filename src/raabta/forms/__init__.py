"""Forms that visitors fill in: their fields, what was submitted, and what came of it.

Owns the submission and the consent texts that were shown. Refuses to know people: `customers` and
`tracking` take what a submission tells. See `docs/decisions/0027-forms-above-messaging.md`.
"""
