"""Which people are probably one: blocking, comparison and Fellegi-Sunter weights. Pure: no Django.

Knows columns of text, not customers; `services.matching` fills them and keeps what is found.
"""
