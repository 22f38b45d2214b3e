"""Answers of analyses as charts and tables, each number with the page of its people."""
