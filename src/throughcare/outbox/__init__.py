"""Facts announced in the transaction that made them true, and delivered at least once, in order per subject."""
