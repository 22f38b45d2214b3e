"""Getting a message to a person: channels, send ledger, may_contact, delivery, engagement.

Every sender goes through the ledger and asks `may_contact`; nobody is mailed twice.
"""
