"""Templates: the MJML block tree, Liquid personalisation, rendering and its checks.

Owns what a message says. Refuses to know who gets it or how it travels.
"""
