"""Secrets: passwords kept as argon2id, tokens kept as SHA-256. Neither can be read back."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from catalog.errors import Invalid

SHORTEST, LONGEST = 12, 256
ROWS = ("0123456789012345", "abcdefghijklmnopqrstuvwxyz", "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm")
COMMON = (
    "motdepasse", "password", "passw0rd", "bonjour", "soleil", "doudou", "marseille", "administrateur", "administrator",
    "utilisateur", "bienvenue", "welcome", "letmein", "iloveyou", "jetaime", "changeme", "changezmoi", "tamis",
    "catalogue", "centraledachat", "marchespublics", "printemps", "automne", "secret", "admin", "test", "azerty", "qwerty",
)  # fmt: skip
"""Words that make a password common when little else is left of it."""
REST = 6
"""Characters that must be left of a password beside common words and its owner's name."""


def new_token() -> str:
    """A secret of 256 bits, safe in a cookie or a header."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """What is kept of a token: 32 bytes."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def hash_password(password: str) -> str:
    """Argon2id with its salt and costs, as one line of text. About 0.2 s and 64 MB."""
    return PasswordHasher().hash(_normal(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one that was hashed. The same work is done where there is no hash."""
    try:
        PasswordHasher().verify(password_hash or nobody(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def nobody() -> str:
    """The hash of a password that nobody knows."""
    return hash_password(new_token())


def check_strength(password: str, *names: str) -> None:
    """Raises Invalid for a password that is short, over-long, common, monotonous or mostly one of `names`."""
    plain = _normal(password)
    if len(plain) < SHORTEST:
        raise Invalid("password.short", least=SHORTEST)
    if len(plain) > LONGEST:
        raise Invalid("password.long", most=LONGEST)
    if len(set(plain)) < REST or _follows_keys(plain.lower()) or len(_rest(plain.lower(), names)) < REST:
        raise Invalid("password.common")


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _follows_keys(plain: str) -> bool:
    """Whether most of it is stretches of four keys or letters in a row."""
    runs = sum(any(plain[at : at + 4] in row for row in ROWS) for at in range(len(plain) - 3))
    return 2 * runs > len(plain)


def _rest(plain: str, names: tuple[str, ...]) -> str:
    for word in (*COMMON, *(name.lower() for name in names if len(name) > 3)):
        plain = plain.replace(word, "")
    return plain.strip("0123456789!?.-_*$ ")
