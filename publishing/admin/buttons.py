"""What the buttons beside a form say, by where its page stands and by who has it open."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..publishable import State

UNDECIDED = {State.DRAFT, State.REVIEW}


def buttons(obj: Any, may_publish: bool) -> dict[str, Any]:
    """Return what the buttons of the form say, and which is ``primary``: what most people would do next."""
    state = obj.state if obj else State.DRAFT
    if state in UNDECIDED:
        primary = "publish" if may_publish else "review" if state == State.DRAFT else "update"
        return {"primary": primary, "save_label": _("Save draft")}
    if state == State.SCHEDULED:
        return {"primary": "update", "save_label": _("Update"), "dates_label": _("Change the date…")}
    if state == State.PUBLIC:
        return {"primary": "update", "save_label": _("Update"), "dates_label": _("Dates or withdrawing…")}
    return {"primary": "publish" if may_publish else "update", "save_label": _("Save")}
