"""Addresses of links as people type and paste them: without a scheme, or by way of a search engine's counter."""

import re
from functools import lru_cache
from html import escape, unescape
from urllib.parse import unquote

from publicsuffixlist import PublicSuffixList

# The link dialog writes https:// before whatever is typed.
_MAILBOX = re.compile(r"(?:https?://)?([^\s/@:?#&<>\"']+@([^\s/@:?#&<>\"']+))/?")
_HOST = re.compile(r"((?:[^\s/@:?#&<>\"'.]+\.)+[^\s/@:?#&<>\"'.]+)(?:[/?#].*)?", re.S)
# Ends of files that are top level domains as well.
_FILES = {"md", "mov", "zip"}
# Google Docs and Gmail lead links through here when text is copied.
_COUNTED = re.compile(
    r"https?://(?:www\.)?google\.[a-z.]{2,6}/url\?(?:[^#]*&)?(?:q|url)=(https?(?::|%3a)[^&#]+).*", re.I
)


def mended(address: str) -> str:
    """Return the address, escaped for HTML as it came, with the scheme that it lacks.

    What is no name of a host under a known domain (``report.pdf``, ``#part``, ``/articles/``) stays as it is.
    """
    if counted := _COUNTED.fullmatch(unescape(address)):
        return escape(unquote(counted[1]))
    if (mailbox := _MAILBOX.fullmatch(address)) and _is_host(mailbox[2]):
        return f"mailto:{mailbox[1]}"
    if (host := _HOST.fullmatch(address)) and _is_host(host[1]):
        return f"https://{address}"
    return address


def _is_host(name: str) -> bool:
    name = name.lower().rstrip(".")
    is_file = name.count(".") == 1 and name.rpartition(".")[2] in _FILES
    return not is_file and _suffixes().privatesuffix(name) is not None


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)
