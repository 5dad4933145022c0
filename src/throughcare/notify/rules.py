"""When a message that could not be sent is tried again, and when it is given up."""

ATTEMPTS = 8
LONGEST_WAIT_SECONDS = 3600


def seconds_to_wait(*, attempts: int) -> int:
    """How long to wait after so many failures.

    >>> [seconds_to_wait(attempts=n) for n in (1, 2, 7)]
    [20, 80, 3600]
    """
    return int(min(5 * 4**attempts, LONGEST_WAIT_SECONDS))


def is_given_up(*, attempts: int) -> bool:
    return attempts >= ATTEMPTS
