"""Kinds of custom object, their records and links: `/objects`."""
