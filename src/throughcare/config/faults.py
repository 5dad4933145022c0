"""What the person at the keyboard can put right."""


class Fault(Exception):  # noqa: N818 printed for people, as a sentence and without a trace
    """Its text says what is wrong and what to do."""
