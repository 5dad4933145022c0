"""The trail of every read and write of a record.

Append-only, written in the transaction of the act, chained by digest, proved by one command.
"""
