"""How passwords are digested: Argon2id, as dear as it has to be and no dearer.

Everybody signs in on the first morning of a reform, within half an hour, on a machine that has pages to make as well.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """19 MiB, two passes, one lane: the least that OWASP's Password Storage Cheat Sheet (2025) gives for Argon2id (RFC 9106)."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
