"""Captions stand first or last in their figure, one in each, and nowhere else.

https://html.spec.whatwg.org/multipage/grouping-content.html#the-figure-element
"""

import re
from dataclasses import dataclass, field

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*>")
_VOID = {"br", "hr", "img", "wbr"}


@dataclass
class _Element:
    name: str
    start: str = ""
    inside: list[str] = field(default_factory=list)
    caption: str = ""
    is_caption_first: bool = False

    def __str__(self):
        text = "".join(self.inside)
        text = self.caption + text if self.is_caption_first else text + self.caption
        return f"{self.start}{text}</{self.name}>"


def tidy(html: str) -> str:
    """Return the well-formed HTML with each caption at the end of its figure, unless it stands at the beginning.

    The words of a second one, and of one outside a figure, stay where they are.
    """
    if "<figcaption" not in html:
        return html
    open_elements, at = [_Element("")], 0
    for tag in _TAG.finditer(html):
        open_elements[-1].inside.append(html[at : tag.start()])
        at = tag.end()
        if tag[2] in _VOID:
            open_elements[-1].inside.append(tag[0])
        elif not tag[1]:
            open_elements.append(_Element(tag[2], tag[0]))
        else:
            _close(open_elements.pop(), open_elements[-1])
    return "".join([*open_elements[0].inside, html[at:]])


def _close(element: _Element, parent: _Element):
    if element.name != "figcaption":
        parent.inside.append(str(element))
    elif parent.name == "figure" and not parent.caption:
        parent.caption, parent.is_caption_first = str(element), not "".join(parent.inside).strip()
    else:
        parent.inside.append(f"<div>{''.join(element.inside)}</div>")
