"""The trail of every read and write of a record: append-only, chained by digest, proved by one command."""
