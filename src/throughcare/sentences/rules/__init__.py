"""What this room decides: every release date, from frozen values alone, each with its reason."""

from throughcare.sentences.rules.calculating import Calculation, calculate
from throughcare.sentences.rules.validation import messages

__all__ = ["Calculation", "calculate", "messages"]
