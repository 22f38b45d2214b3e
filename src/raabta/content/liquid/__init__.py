"""Liquid as a mail's author may write it: sandboxed, with our filters, checked before it is kept."""
