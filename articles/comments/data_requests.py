"""What is kept about somebody who comments or follows, and how it goes."""

from django.utils.translation import gettext as _

from . import commenting
from .models import Ban, CommentOptIn, CommentPass, Follower


def find(email: str) -> list[str]:
    """Return sentences on the comments, follow-ups, keys and bans of one mailbox."""
    tag = commenting.address_tag(email)
    found = []
    for opt_in in CommentOptIn.objects.of(tag).select_related("comment__judgement").order_by("created_at"):
        comment = opt_in.comment
        words = {"day": f"{opt_in.created_at:%Y-%m-%d}", "name": comment.user_name, "text": comment.comment}
        found.append(_("A comment of %(day)s as “%(name)s”: %(text)s") % words)
    for follower in Follower.objects.filter(address_tag=tag).select_related("article"):
        found.append(_("Your address, to send new comments below “%s”.") % follower.article.title)
    if keys := CommentPass.objects.filter(address_tag=tag).count():
        found.append(_("%d keys with which you can write without another mail.") % keys)
    if Ban.objects.filter(address_tag=tag).exists():
        found.append(_("A mark, from which your address cannot be read, that your comments are not wanted here."))
    return found


def erase(email: str) -> int:
    """Empty the comments and delete follow-ups and keys; a ban stays, or it could be shaken off by asking for this."""
    tag = commenting.address_tag(email)
    opt_ins = list(CommentOptIn.objects.of(tag).select_related("comment"))
    erased = sum(commenting.withdraw(opt_in) for opt_in in opt_ins)
    erased += Follower.objects.filter(address_tag=tag).delete()[0]
    return erased + CommentPass.objects.filter(address_tag=tag).delete()[0]
