"""How a signer's name may be shown: their choice, never more than they chose."""

from django.utils.translation import gettext_lazy as _

STYLES = {
    "initial": _("First name and initial: “Maria S.”"),
    "first": _("First name: “Maria”"),
    "letter": _("One letter: “M.”"),
    "full": _("Full name: “Maria Silva”"),
}


def public_name(name: str, style: str = "initial") -> str:
    """Return what the public sees of a name in one of the STYLES; of an unknown style the first (“Amina K.”)."""
    words = name.split()
    if style == "full":
        return " ".join(words)[:120]
    if style == "letter":
        return f"{words[0][0]}."
    initial = f" {words[-1][0]}." if len(words) > 1 and style != "first" else ""
    return words[0][:40] + initial
