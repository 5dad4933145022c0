"""The few words all rooms share, in plain Python: refusals, three-valued conditions, check letters, digests."""
