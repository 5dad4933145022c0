"""How large a nation is made."""

from fractions import Fraction

from django.db import models


class Size(models.TextChoices):
    """Each is the national volumes divided by `DIVISORS`."""

    TINY = "tiny", "a five-hundredth, for tests"
    SMALL = "small", "a fiftieth"
    MEDIUM = "medium", "a tenth"
    QUARTER = "quarter", "a quarter: 60,000 cases"
    NATIONAL = "national", "all of it"
    MILLION = "million", "all of it, with a million cases"


DIVISORS = {
    Size.TINY: Fraction(500),
    Size.SMALL: Fraction(50),
    Size.MEDIUM: Fraction(10),
    Size.QUARTER: Fraction(4),
    Size.NATIONAL: Fraction(1),
    Size.MILLION: Fraction(6, 25),
}
