"""What the mechanisms keep about one address: mails that have not left yet, and the wish to be left alone."""

from django.utils.translation import gettext as _

from ..mail import erased_links
from ..mail.addresses import canonical
from ..models import OutboxMail


def find_unsent(email: str) -> list[str]:
    """Return sentences on mails to an address that no mail server has taken yet."""
    sentence = _("A mail of %(day)s that has not left yet: %(subject)s")
    return [sentence % {"day": f"{mail.created_at:%Y-%m-%d}", "subject": mail.subject} for mail in _unsent(email)]


def erase_unsent(email: str) -> int:
    """Delete the mails to an address that have not left yet; return how many."""
    return OutboxMail.objects.filter(pk__in=[mail.pk for mail in _unsent(email)]).delete()[0]


def find_quiet(email: str) -> list[str]:
    """Return a sentence on the mark that keeps unasked mail away."""
    marks = sorted((link.quiet_until for link in erased_links.quiet(email) if link.quiet_until), reverse=True)
    sentence = _("A mark, from which your address cannot be read, that nothing unasked is mailed to it until %s.")
    return [sentence % f"{until:%Y-%m-%d}" for until in marks[:1]]


def keep_quiet(email: str) -> int:
    """Erase nothing: without the mark mails would come again, which nobody means who wants to be forgotten."""
    return 0


def _unsent(email) -> list[OutboxMail]:
    # Locked as they are, they are opened one by one. A letter to many is not written yet: it asks for its readers.
    wanted = canonical(email)
    mails = OutboxMail.objects.filter(reader_key=None).only("pk", "to").iterator(1000)
    found = [mail.pk for mail in mails if _is_to(mail.to, wanted)]
    return list(OutboxMail.objects.filter(pk__in=found).order_by("created_at"))


def _is_to(address, wanted) -> bool:
    try:
        return canonical(address) == wanted
    except ValueError:
        return False
