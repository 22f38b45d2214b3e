"""People and companies: attributes, identities, consent ledger, timeline, import and export.

Owns who a person is and what they allowed. Refuses to know what they bought or were sent;
contexts above plug their timeline entries and import targets in.
"""
