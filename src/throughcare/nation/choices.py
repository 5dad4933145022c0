"""How large a nation is made."""

from django.db import models


class Size(models.TextChoices):
    """Each is the national volumes divided by `DIVISORS`."""

    TINY = "tiny", "a five-hundredth, for tests"
    SMALL = "small", "a fiftieth"
    MEDIUM = "medium", "a tenth"
    QUARTER = "quarter", "a quarter: 60,000 cases"
    NATIONAL = "national", "all of it"


DIVISORS = {Size.TINY: 500, Size.SMALL: 50, Size.MEDIUM: 10, Size.QUARTER: 4, Size.NATIONAL: 1}
