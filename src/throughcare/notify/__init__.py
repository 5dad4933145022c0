"""Messages to people and to units' mailboxes: delivered, or listed as undelivered with an owner.

Nothing is sent inside a transaction.
"""
