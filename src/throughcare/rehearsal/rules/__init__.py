"""What a rehearsal consists of, what its outcome means, and how it differs from the one before."""
