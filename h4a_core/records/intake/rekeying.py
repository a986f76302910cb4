"""Puts a code of our own in the place of an office's household code, on the way in, with a secret key."""

import base64
import hashlib
import hmac

from h4a_core.records.cells.blanks import without_unseen

SECRET_VARIABLE = "H4A_REKEY_SECRET"  # noqa: S105 - the name of a variable, not a secret
_BODY, _CHECK = 13, 3
"""Signs of a code that come from the office's one (65 bits), and signs by which the secret's holder knows it again."""


def rekeyed(code: str, secret: str) -> str:
    """The code that stands for an office's code: 16 letters and digits, always the same for the same code and secret.

    It cannot be turned back without trying codes with the secret. A code that was made with this secret is left as it
    is, so that rows that were set aside can be corrected and brought back.
    """
    plain = without_unseen(code)
    if len(plain) == _BODY + _CHECK and hmac.compare_digest(plain[_BODY:].encode(), _check(plain[:_BODY], secret)):
        return plain
    body = _letters(f"code:{plain}", secret)[:_BODY].decode()
    return body + _check(body, secret).decode()


def _check(body: str, secret: str) -> bytes:
    return _letters(f"check:{body}", secret)[:_CHECK]


def _letters(text: str, secret: str) -> bytes:
    return base64.b32encode(hmac.digest(secret.encode(), text.encode(), hashlib.sha256))
