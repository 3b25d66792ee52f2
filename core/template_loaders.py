"""A template loader that leaves out the white space of a template's layout.

Templates are laid out for those who read them, one element a line. Sent as they stand, pages would be a tenth longer,
compressed. What can be seen stays: where lines break within a sentence there is still one space.
"""

import re

from django.template.base import Origin
from django.template.loaders.filesystem import Loader

_TAG = r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"
_ELEMENT = rf"</?[a-zA-Z!](?:{_TAG}|[^<>])*>"
# Their white space is shown, or translated, or goes by itself.
_AS_IT_IS = "|".join(
    [rf"\{{% {name}\b.*?\{{% end{name} %\}}" for name in ("blocktranslate", "comment", "verbatim")]
    + [rf"<{name}\b.*?</{name}>" for name in ("pre", "textarea", "script", "style")]
)
_TOKENS = re.compile(rf"({_AS_IT_IS}|{_TAG}|{_ELEMENT}|\s*\n\s*)", re.S)
_IN_AN_ELEMENT = re.compile(rf'({_TAG}|"(?:{_TAG}|[^"])*")|\s*\n\s*(/?>)?', re.S)
_BLOCKS = re.compile(
    "!doctype|address|article|aside|blockquote|body|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|"
    "h[1-6]|head|header|html|legend|li|main|nav|ol|p|section|summary|table|tbody|td|th|thead|title|tr|ul"
)
# In a line of text like a letter: white space beside them shows, at the edges within does not.
_BOXES = re.compile("button|option|picture|select|svg|video")
_OF_A_TABLE = re.compile(r"</?t(?:body|d|foot|h|head|r)\b")
_NAME = re.compile(r"<(/?)(!?\w+)")
_WRITES_NOTHING = re.compile(r"\{#|\{% (?:comment|extends|load|blocktranslate asvar)\b|\{% (?!with )[^%]* as \w+ %\}")
_PAIRS = ("for", "if", "keep", "remember", "with")


class MinifyingLoader(Loader):
    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        name = str(origin.template_name)
        # While debugging, the number of a line in the report of an error is that in the file.
        is_page = name.endswith(".html") and "mail" not in name.split("/") and not self.engine.debug
        return minified(contents) if is_page else contents


def minified(source: str) -> str:
    """Return the source of a template without the white space that shows nowhere."""
    tokens = [token for token in _TOKENS.split(source) if token]
    keys = [_word(token) for token in tokens]
    opener, end = _partners(keys)

    def is_gap(place: int) -> bool:
        """Whether white space at this place would follow, or be followed by, what swallows it."""
        return not 0 <= place < len(tokens) or keys[place] in ("space", "block", "/block")

    def is_needed(place: int) -> bool:
        if place in (0, len(tokens) - 1):
            return False
        before, after = keys[place - 1], keys[place + 1]
        if before in ("block", "box") or after in ("/block", "/box") or tokens[place + 1].startswith("<!"):
            return False
        if _OF_A_TABLE.match(tokens[place - 1]) and _OF_A_TABLE.match(tokens[place + 1]):
            return False
        if before == "silent":
            return not is_gap(place - 2)
        if place - 1 in opener and not before.startswith("end"):
            first = opener[place - 1]
            # What a loop repeats must not run together.
            if is_gap(first - 1) and (keys[first] != "for" or is_gap(end[first] - 1)):
                return False
        if place + 1 in opener and (first := opener[place + 1]) != place + 1 and keys[first] != "for":
            return not is_gap(end[first] + 1)
        return True

    return "".join(
        (" " if is_needed(place) else "") if keys[place] == "space" else _on_one_line(token)
        for place, token in enumerate(tokens)
    )


def _word(token: str) -> str:
    """Return what a token is: "space", "silent", a block or box that opens or closes, the name of a template tag."""
    if token.isspace() and "\n" in token:
        return "space"
    if _WRITES_NOTHING.match(token):
        return "silent"
    if token.startswith("{%"):
        return token[2:-2].split(None, 1)[0]
    if not (element := _NAME.match(token)):
        return ""
    name = element[2].lower()
    return element[1] + ("block" if _BLOCKS.fullmatch(name) else "box" if _BOXES.fullmatch(name) else "")


def _partners(keys: list[str]) -> tuple[dict[int, int], dict[int, int]]:
    """Return, for each part of a pair of template tags, where it opens, and for each opening where it ends.

    What a loop repeats ends at its ``empty``.
    """
    opener, end, open_ones = {}, {}, []
    for place, key in enumerate(keys):
        if key in _PAIRS:
            open_ones.append(place)
        if open_ones and (key in _PAIRS or key in ("elif", "else", "empty")):
            opener[place] = open_ones[-1]
            if key == "empty":
                end[open_ones[-1]] = place
        elif open_ones and key == f"end{keys[open_ones[-1]]}":
            opener[place] = first = open_ones.pop()
            end.setdefault(first, place)
    return opener, end


def _on_one_line(token: str) -> str:
    if not re.match(_ELEMENT, token) or re.match(_AS_IT_IS, token, re.S):
        return token
    return _IN_AN_ELEMENT.sub(lambda found: found[1] or found[2] or " ", token)
