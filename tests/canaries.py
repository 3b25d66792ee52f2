"""Words that must be nowhere, and a search for them in every encoding that anybody knows."""

import base64
import urllib.parse
from collections.abc import Iterable


def found_in(content: bytes, words: Iterable[str]) -> set[str]:
    """Return which of the words stand in the content: plain, in capitals, in hexadecimal, base64, UTF-16 or quoted."""
    content = content.lower()  # and one search for each form: a pattern of all of them takes fifteen times as long
    return {word for word in words if any(form.lower() in content for form in set(forms_of(word)))}


def forms_of(word: str) -> Iterable[bytes]:
    plain = word.encode()
    yield plain
    yield plain.hex().encode()
    yield word.encode("utf-16-le")
    yield urllib.parse.quote(word, safe="").encode()
    for before in range(3):  # base64 of the same word looks different after one and after two other bytes
        yield base64.b64encode(b"x" * before + plain)[4 if before else 0 : -4]
