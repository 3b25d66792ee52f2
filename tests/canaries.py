"""Words that must be nowhere, and a search for them in every encoding that anybody knows."""

import base64
import re
import urllib.parse
from collections.abc import Iterable


def found_in(content: bytes, words: Iterable[str]) -> set[str]:
    """Return which of the words stand in the content: plain, in capitals, in hexadecimal, base64, UTF-16 or quoted."""
    forms = {form.lower(): word for word in words for form in forms_of(word)}
    pattern = re.compile(b"|".join(map(re.escape, forms)), re.I)
    return {forms[match.lower()] for match in set(pattern.findall(content))}


def forms_of(word: str) -> Iterable[bytes]:
    plain = word.encode()
    yield plain
    yield plain.hex().encode()
    yield word.encode("utf-16-le")
    yield urllib.parse.quote(word, safe="").encode()
    for before in range(3):  # base64 of the same word looks different after one and after two other bytes
        yield base64.b64encode(b"x" * before + plain)[4 if before else 0 : -4]
