"""What others may ask of sentences. Sheets, which are printed by another room, are in `sheets`, as that alone needs Django."""

from throughcare.sentences.queries.agreement import Compared, compared
from throughcare.sentences.queries.answers import NOT_A_CASE, Answer, answer
from throughcare.sentences.queries.layout import Given, read

__all__ = ["NOT_A_CASE", "Answer", "Compared", "Given", "answer", "compared", "read"]
