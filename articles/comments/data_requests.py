"""What is kept about somebody who comments or follows, and how it goes."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Ban, Comment, CommentOptIn, CommentPass, Follower
from . import submissions

MODELS = [
    "django_comments.Comment", "django_comments_xtd.XtdComment", "articles.CommentOptIn",
    "articles.CommentEdit", "articles.CommentPass",
    "articles.Follower", "articles.Notice", "articles.Ban",
]  # fmt: skip


def find(email: str) -> list[str]:
    """Return sentences on the comments, follow-ups, keys and bans of one mailbox."""
    tag = submissions.address_tag(email)
    found = []
    for opt_in in (
        CommentOptIn.objects.of(tag)
        .select_related("comment__judgement", "comment__moderators_edit")
        .order_by("created_at")
    ):
        comment = opt_in.comment
        values = {"day": f"{opt_in.created_at:%Y-%m-%d}", "name": comment.user_name, "text": comment.comment}
        found.append(_("A comment of %(day)s as “%(name)s”: %(text)s") % values)
        edit = getattr(comment, "moderators_edit", None)
        if edit and edit.original:
            found.append(_("The same comment before the moderators changed it: %(text)s") % {"text": edit.original})
    for follower in Follower.objects.filter(address_tag=tag).select_related("article"):
        found.append(_("Your address, to send new comments below “%s”.") % follower.article.title)
    if keys := CommentPass.objects.filter(address_tag=tag).count():
        found.append(_("%d keys with which you can write without another mail.") % keys)
    if Ban.objects.filter(address_tag=tag).exists():
        found.append(_("A mark, from which your address cannot be read, that your comments are not wanted here."))
    return found


def erase(email: str) -> int:
    """Empty the comments and delete follow-ups and keys; a ban stays, or it could be shaken off by asking for this."""
    tag = submissions.address_tag(email)
    opt_ins = list(CommentOptIn.objects.of(tag).select_related("comment"))
    erased = sum(submissions.withdraw(opt_in) for opt_in in opt_ins)
    erased += Follower.objects.filter(address_tag=tag).delete()[0]
    return erased + CommentPass.objects.filter(address_tag=tag).delete()[0]


def limits() -> list[str]:
    """Return sentences on comments that no address finds."""
    imported = Comment.objects.filter(opt_in=None, user=None).exclude(user_name="").count()
    told = [
        _("Names and words in articles, captions and what other sites said of us: the search of the site finds them.")
    ]
    if imported:
        sentence = ngettext(
            "%d comment that was imported without an address.",
            "%d comments that were imported without an address.",
            imported,
        )
        told.append(sentence % imported)
    return told
