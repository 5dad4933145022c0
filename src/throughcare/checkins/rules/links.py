"""Links that open one check-in to whoever was sent it. They are made from a secret, so that none is kept anywhere."""

import hashlib
from typing import Final
from uuid import UUID

from throughcare.kernel.sealing import digest

PURPOSE: Final = "links of check-ins"
LENGTH: Final = 40
"""160 bits: nobody finds one by trying."""


def token_of(reference: UUID, *, link: int, secret_key: str) -> str:
    """The token of the link of this number of a check-in; another number is another token.

    >>> one = token_of(UUID(int=1), link=1, secret_key="key")
    >>> len(one), one == token_of(UUID(int=1), link=2, secret_key="key")
    (40, False)
    """
    return digest(f"{reference}/{link}", secret_key=secret_key, purpose=PURPOSE)[:LENGTH]


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def words(*, language: str, address: str, last_day: str) -> str:
    """What the message with a link says. It names neither the person nor the service, since others may read the telephone.

    >>> words(language="en", address="https://a.example/check-in/x", last_day="4 June")
    'Your check-in is due. Answer it by the end of 4 June: https://a.example/check-in/x'
    """
    return _SAID[language].format(address=address, last_day=last_day)


def words_of_missed(*, language: str, last_day: str) -> str:
    """What the message says to whoever did not answer in time.

    >>> words_of_missed(language="en", last_day="4 June")
    'You did not answer your check-in by the end of 4 June. Contact your officer.'
    """
    return _MISSED[language].format(last_day=last_day)


_SAID: Final = {
    "en": "Your check-in is due. Answer it by the end of {last_day}: {address}",
    "cy": "Mae'n bryd ichi adrodd. Atebwch erbyn diwedd {last_day}: {address}",
}
_MISSED: Final = {
    "en": "You did not answer your check-in by the end of {last_day}. Contact your officer.",
    "cy": "Ni wnaethoch adrodd erbyn diwedd {last_day}. Cysylltwch â'ch swyddog.",
}
