"""Entity tags: by them a client says which state of a thing it means to change."""

import hashlib
import re

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.domain.model import Account

# RFC 9110, 8.8.3; a weak one is found with its mark, and so never matches (13.1.1).
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
ANY = "*"


def etag_of(item: Struct) -> str:
    """The tag of something that is changed through the API as it is now, in its quotes.

    It changes with what can be changed through the API, not with what is counted up beside it.
    """
    if isinstance(item, Account):
        # Renewed by a mere sign-in; a new password raises the token's version as well.
        item = replace(item, password_hash="")
    return f'"{hashlib.sha256(msgspec.json.encode(item)).hexdigest()[:16]}"'


def is_matched(header: str, etag: str) -> bool:
    """Whether an ``If-Match`` header lets a thing with this tag be changed."""
    return header.strip() == ANY or etag in _TAG.findall(header)
