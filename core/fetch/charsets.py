"""Turn the bytes of a web page into text."""

import codecs
import re

_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
# Those of the web (https://encoding.spec.whatwg.org); Python knows more, some of which take quadratic time.
_OF_THE_WEB = re.compile(
    r"utf-8|utf-16(-[lb]e)?|iso8859-\d+|cp125\d|cp866|cp949|koi8-[ru]|mac-roman|mac-cyrillic|tis-620"
    r"|shift_jis|cp932|euc_jp|iso2022_jp|gbk|gb2312|gb18030|big5(hkscs)?|euc_kr"
)


def decode(body: bytes, declared: str | None = None) -> str:
    """Return the page as text; what cannot be read becomes U+FFFD, and nothing is raised.

    The byte order mark counts first, then ``declared`` (the header's charset), then ``<meta charset>`` in the first
    kilobyte; without any of them it is UTF-8 if it can be, else Windows-1252, as in browsers.
    """
    for mark, charset in _MARKS.items():
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, "replace")
    meta = _META.search(body[:1024])
    charset = _known(declared) or _known(meta[1].decode("ascii") if meta else None)
    if charset is None:
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            charset = "cp1252"
    return body.decode(charset, "replace")


def _known(name):
    try:
        charset = codecs.lookup(name or "").name
    except (LookupError, ValueError):
        return None
    if charset in {"ascii", "iso8859-1"}:  # both mean Windows-1252 on the web
        return "cp1252"
    return charset if _OF_THE_WEB.fullmatch(charset) else None
