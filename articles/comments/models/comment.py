"""The one door to django-comments-xtd: its tables hold our comments, and nothing else of it is used.

Measured on 2.10.13: its views show moderated texts, its links carry pickles, its mails can be sent to anybody, and
saving a parent publishes hidden children. So there is no URL, form, template, mail or signal of it here.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _
from django_comments.models import Comment as StoredComment
from django_comments.models import CommentFlag
from django_comments_xtd.models import BlackListedDomain, XtdComment, publish_or_unpublish_on_pre_save

from core.alters_data import alters_data
from core.mail.double_opt_in import Confirmable

from ...response_pages import forget_responses, shows_responses
from .thread_places import thread_places

# What is in a row of its own beside the guest's. Django has no bulk_create for such models.
_PLACES = """
INSERT INTO django_comments_xtd_xtdcomment
    (comment_ptr_id, thread_id, parent_id, level, "order", nested_count, followup)
SELECT *, false FROM unnest(%s::int[], %s::int[], %s::int[], %s::int[], %s::int[], %s::int[])
"""
MAX_LEVEL = settings.COMMENTS_XTD_MAX_THREAD_LEVEL
MAX_LENGTH = 6000


class CommentQuerySet(models.QuerySet):
    def of(self, target):
        """Return every comment below one object of ours, whatever its state."""
        kind = ContentType.objects.get_for_model(target)
        shows_responses(kind.pk, target.pk)
        return self.filter(content_type=kind, object_pk=str(target.pk))

    def public(self):
        return self.filter(is_public=True, is_removed=False)

    def waiting(self):
        """Return what a moderator has to decide on: confirmed by its writer's mailbox (imported ones have none)."""
        return self.seen_by_moderators().filter(is_public=False, is_removed=False)

    def spam(self):
        """Return what the rules or a moderator took for spam; nobody sees it, and it can be brought back."""
        return self.seen_by_moderators().filter(judgement__spam_at__isnull=False, is_removed=True)

    def hidden(self):
        return self.seen_by_moderators().filter(judgement__spam_at=None, is_removed=True)

    def from_mailbox(self, address_tag: bytes):
        return self.filter(opt_in__address_tag=address_tag)

    def public_or_removed(self):
        """Return what stands below an article, and what once did: it may have answers."""
        return self.filter(models.Q(is_public=True) | models.Q(is_removed=True))

    def seen_by_moderators(self):
        """Return all but what nobody has confirmed yet, or what its writer took back."""
        return self.filter(models.Q(opt_in=None) | models.Q(opt_in__status=Confirmable.Status.CONFIRMED))


class Comment(XtdComment):
    """Public once its writer confirmed it and a moderator approved it; a hidden one keeps its answers."""

    objects = CommentQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["submit_date", "pk"]

    def __str__(self):
        # Neither name nor words: the desk's history keeps this for good, when the comment is long erased.
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def reply_to(self) -> int | None:
        """The id of the comment this one answers."""
        return None if self.parent_id == self.pk else self.parent_id

    @property
    def is_visible(self) -> bool:
        return self.is_public and not self.is_removed

    @property
    def is_by_staff(self) -> bool:
        return self.user_id is not None and self.user.is_staff

    @property
    def state(self) -> str:
        """Return "waiting", "public", "hidden" or "spam", as the moderators say."""
        if not self.is_removed:
            return "public" if self.is_public else "waiting"
        judgement = getattr(self, "judgement", None)
        return "spam" if judgement and judgement.spam_at else "hidden"

    @property
    def state_in_words(self) -> str:
        return {"waiting": _("waiting"), "public": _("public"), "hidden": _("hidden"), "spam": _("spam")}[self.state]

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"

    @alters_data
    def approve(self) -> bool:
        """Return True for the one call that makes the comment public."""
        # Not what its writer has emptied in this very moment.
        unseen = Comment.objects.filter(models.Q(is_public=False) | models.Q(is_removed=True)).exclude(comment="")
        return self._change(unseen, True, False)

    @alters_data
    def hide(self) -> bool:
        """Return True for the one call that hides the comment; its text is kept, and the answers to it stay."""
        return self._change(Comment.objects.filter(is_removed=False), False, True)

    @alters_data
    def wait_again(self) -> bool:
        """Return True for the one call that puts the comment back before the moderators."""
        decided = Comment.objects.filter(models.Q(is_public=True) | models.Q(is_removed=True)).exclude(comment="")
        return self._change(decided, False, False)

    @alters_data
    def rewrite(self, text: str) -> None:
        """Put new words in place of the old, which are not kept here."""
        Comment.objects.filter(pk=self.pk).exclude(comment="").update(comment=text)
        self.comment = text
        forget_responses(self.content_type_id, self.object_pk)

    @alters_data
    def empty(self) -> None:
        """Remove text and name for good; the place remains, because others may answer it."""
        Comment.objects.filter(pk=self.pk).update(
            comment="", user_name="", user_url="", is_public=False, is_removed=True
        )
        # Its model names this one: the words as they were go with the others.
        Comment._meta.get_field("moderators_edit").related_model.objects.filter(comment=self.pk).delete()
        forget_responses(self.content_type_id, self.object_pk)

    @transaction.atomic
    @alters_data
    def erase(self) -> None:
        """Remove the comment for good: wholly, or, while others answer it, all but its place."""
        if Comment.objects.filter(thread_id=self.thread_id, parent_id=self.pk).exclude(pk=self.pk).exists():
            self.empty()
        else:
            self.delete()
            forget_responses(self.content_type_id, self.object_pk)

    @transaction.atomic
    def _change(self, condition, is_public, is_removed) -> bool:
        changed = condition.filter(pk=self.pk).update(is_public=is_public, is_removed=is_removed) == 1
        if changed:
            self.is_public, self.is_removed = is_public, is_removed
            forget_responses(self.content_type_id, self.object_pk)
        return changed


@transaction.atomic
def store(
    target, *, name: str, text: str, parent: Comment | None = None, user=None, is_public: bool = False, at=None
) -> Comment:
    """Write one comment below ``target``.

    Neither address nor IP is stored. An answer deeper than MAX_LEVEL is put beside the one it answers.
    """
    comment = Comment(
        content_type=ContentType.objects.get_for_model(target),
        object_pk=str(target.pk),
        site_id=settings.SITE_ID,
        user=user,
        user_name=name,
        comment=text,
        is_public=is_public,
        submit_date=at,
    )
    if parent:
        # Two answers at once would be given the same place in the thread.
        Comment.objects.select_for_update(of=("self",)).get(pk=parent.thread_id)
        comment.parent_id = parent.pk if parent.level < MAX_LEVEL else parent.parent_id
    comment.save()
    return comment


@dataclass
class NewComment:
    """What ``store_all`` is to write; ``answers`` is one that stands before it."""

    target: Any
    name: str
    text: str
    is_public: bool
    at: datetime
    answers: "NewComment | None" = None


@transaction.atomic
def store_all(comments: list[NewComment]) -> None:
    """Write many comments as ``store`` does one by one, below objects that have none yet."""
    if not comments:
        return
    kinds = ContentType.objects.get_for_models(*{type(one.target) for one in comments})
    rows = StoredComment.objects.bulk_create(
        StoredComment(
            content_type=kinds[type(one.target)],
            object_pk=str(one.target.pk),
            site_id=settings.SITE_ID,
            user_name=one.name,
            comment=one.text,
            is_public=one.is_public,
            submit_date=one.at,
        )
        for one in comments
    )
    keys = {id(one): row.pk for one, row in zip(comments, rows, strict=True)}
    places = thread_places(((keys[id(one)], keys.get(id(one.answers))) for one in comments), MAX_LEVEL)
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [list(column) for column in zip(*places, strict=True)])


def close_other_doors() -> None:
    """Take away the handler that publishes hidden answers (the guest stands before us in INSTALLED_APPS)."""
    pre_save.disconnect(publish_or_unpublish_on_pre_save, sender=XtdComment)


def take_over_the_admin() -> None:
    """Our own desk shows comments without addresses; the guest's would print them."""
    for model in (XtdComment, CommentFlag, BlackListedDomain):
        if admin.site.is_registered(model):
            admin.site.unregister(model)
