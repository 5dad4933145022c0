"""What is kept so that the database alone does not give it away: sealed, or as a digest, by the secret key."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_LENGTH = 32


def seal(text: str, *, secret_key: str, purpose: str) -> str:
    """Encrypt for one purpose, such as the codes of one account. What is sealed for one opens for no other.

    >>> sealed = seal("JBSWY3DP", secret_key="key", purpose="codes of 7")
    >>> unseal(sealed, secret_key="key", purpose="codes of 7")
    'JBSWY3DP'
    >>> unseal(sealed, secret_key="key", purpose="codes of 8") is None
    True
    """
    return _box(secret_key, purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, secret_key: str, purpose: str) -> str | None:
    """What was sealed; None where the secret key or the purpose is another, or a byte was altered."""
    try:
        return _box(secret_key, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def digest(text: str, *, secret_key: str, purpose: str) -> str:
    """Tell the same from the same, and nothing else, to whoever has no secret key."""
    return hmac.new(_key(secret_key, purpose), text.encode(), hashlib.sha256).hexdigest()


def _box(secret_key: str, purpose: str) -> Fernet:
    return Fernet(urlsafe_b64encode(_key(secret_key, purpose)))


def _key(secret_key: str, purpose: str) -> bytes:
    stretched = HKDF(algorithm=SHA256(), length=KEY_LENGTH, salt=None, info=purpose.encode())
    return stretched.derive(secret_key.encode())
