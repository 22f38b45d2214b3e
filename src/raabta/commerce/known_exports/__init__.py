"""Exports of other systems that are recognised by their columns, one file each."""
