"""The pages of the moderators' queue: looking, deciding by button or key, undoing, the history of a mailbox, bans."""

from django.contrib import messages
from django.contrib.admin.sites import site
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from articles.models import Ban, Comment, Decision, Mention
from core.characters import is_key

from .. import moderation, submissions
from ..models.comment import MAX_LENGTH
from . import queue

SHOWN = ("waiting", "spam", "decided")


@require_http_methods(["GET", "HEAD", "POST"])
def moderate(request):
    show = request.GET.get("show", "waiting")
    if show not in SHOWN or not request.user.has_perm("articles.view_comment"):
        raise Http404 if show not in SHOWN else PermissionDenied
    typed = {}
    if request.method == "POST":
        answered = _act(request)
        typed = _typed(request, besides=answered)
        if not typed:
            return redirect(request.get_full_path())
    if show == "decided":
        listed = Decision.objects.select_related("comment", "mention", "by")
    else:
        listed = queue.items(show, request.user.has_perm("articles.view_mention"))
    page = Paginator(listed, queue.ON_A_PAGE).get_page(request.GET.get("page"))
    if show != "decided":
        queue.fill(page.object_list)
    latest = queue.latest_of(request.user)
    left = _give_back(typed, page.object_list if show != "decided" else [])
    context = {"show": show, "page": page, "latest": latest, "left": left, "title": _("Moderation")}
    context["undo"] = ",".join(str(decision.pk) for decision in latest)
    return _page(request, "admin/articles/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def writer(request, pk):
    """All that came from the mailbox of one comment; the mailbox itself has no name here."""
    if not request.user.has_perm("articles.view_comment"):
        raise PermissionDenied
    comment = get_object_or_404(Comment.objects.seen_by_moderators().select_related("opt_in"), pk=pk)
    tag = bytes(comment.opt_in.address_tag) if hasattr(comment, "opt_in") else b""
    if not tag:
        raise Http404
    if request.method == "POST":
        _ban_or_lift(request, tag)
        return redirect(request.path)
    theirs = Comment.objects.seen_by_moderators().from_mailbox(tag).select_related("judgement")
    context = {
        "comments": theirs.prefetch_related("content_object", "decisions__by").order_by("-submit_date")[:200],
        "ban": Ban.objects.filter(address_tag=tag).select_related("by").first(),
        "reasons": Decision.Reason.choices,
        "title": _("Everything from one address"),
    }
    return _page(request, "admin/articles/writer.html", context)


def _page(request, template, context):
    context |= {**site.each_context(request), "reasons": Decision.Reason.choices}
    return render(request, template, context | {"may_decide": request.user.has_perm("articles.change_comment")})


def _typed(request, besides) -> dict[str, str]:
    """Return by name the replies that were typed in all cards, but for the one that was published."""
    sent = {name.removeprefix("reply-"): text for name, text in request.POST.items() if name.startswith("reply-")}
    return {name: text[:MAX_LENGTH] for name, text in sent.items() if text.strip() and name != besides}


def _give_back(typed, items) -> list[tuple[Comment | None, str]]:
    """Put replies back into their cards; return those whose card is not on the page any more, with their comment."""
    for item in items:
        item.reply = typed.pop(item.obj.anchor, "")
    left = {name: pk for name in typed if is_key(pk := name.removeprefix("comment-"))}
    comments = Comment.objects.seen_by_moderators().in_bulk([int(pk) for pk in left.values()])
    return [(comments.get(int(left.get(name, 0))), text) for name, text in typed.items()]


def _act(request) -> str | None:
    """Do what the pressed button says: one object (``decide``), the chosen ones (``bulk``), or back (``undo``).

    Return the name of the one whose reply was published.
    """
    if not request.user.has_perm("articles.change_comment"):
        raise PermissionDenied
    if "undo" in request.POST:
        _undo(request)
        return None
    action, _colon, name = request.POST.get("decide", "").partition(":")
    names = [name] if name else request.POST.getlist("chosen")[:200]
    action = action if name else request.POST.get("bulk", "")
    reason = request.POST.get("reason", "")
    if action == "reply" and name:
        return _reply(request, name)
    if action not in {*Decision.Action.values, "keep"} or reason not in Decision.Reason.values:
        raise Http404
    if not names:
        messages.warning(request, _("Please choose something first."))
        return None
    at = timezone.now()
    done = sum(_decide(request, name, action, reason, at) for name in names)
    if done:
        messages.success(request, ngettext("%d decided.", "%d decided.", done) % done)
    return None


def _decide(request, name, action, reason, at) -> bool:
    obj = _find(request.user, name)
    if obj is None:
        messages.warning(request, _("It is not there any more."))
        return False
    if _was_changed(request, obj, name):
        messages.warning(request, _("Its writer has changed it in the meantime: please read it again."))
        return False
    if action == "keep":
        moderation.keep_flagged(obj, request.user)
        return True
    return moderation.decide(obj, action, request.user, reason, at) is not None


def _reply(request, name):
    """Publish what was written below a comment, as the organisation; what waits is approved with it.

    Return the comment's name when the reply is public, else None.
    """
    text, obj = request.POST.get(f"reply-{name}", "").strip()[:MAX_LENGTH], _find(request.user, name)
    if not text:
        return messages.warning(request, _("Please write the reply first."))
    if not isinstance(obj, Comment) or obj.content_object is None:
        return messages.warning(request, _("It is not there any more."))
    if _was_changed(request, obj, name):
        return messages.warning(request, _("Its writer has changed it in the meantime: please read it again."))
    try:
        with transaction.atomic():
            obj = Comment.objects.select_for_update(of=("self",)).get(pk=obj.pk)
            if Comment.objects.filter(parent_id=obj.pk, user=request.user, comment=text).exists():
                messages.warning(request, _("This reply is public already."))
                return name
            if obj.is_visible:
                moderation.keep_flagged(obj, request.user)
            else:
                moderation.decide(obj, Decision.Action.APPROVE, request.user)
            submissions.post_as_staff(obj.content_object, request.user, text=text, reply_to=obj.pk)
    except Comment.DoesNotExist:
        return messages.warning(request, _("It is not there any more."))
    messages.success(request, _("Your reply is public."))
    return name


def _was_changed(request, obj, name) -> bool:
    return isinstance(obj, Comment) and request.POST.get(f"seen-{name}", "") != queue.QueueItem(obj).seen


def _undo(request):
    chosen = [number for number in request.POST["undo"].split(",") if is_key(number)]
    done = 0
    for decision in Decision.objects.filter(pk__in=chosen[:200]).select_related("comment", "mention"):
        if decision.mention_id is None or request.user.has_perm("articles.change_mention"):
            done += moderation.undo(decision, request.user)
    if done:
        messages.success(request, ngettext("%d decision taken back.", "%d decisions taken back.", done) % done)
    else:
        messages.warning(request, _("There was nothing to take back: somebody has decided anew since."))


def _find(user, name):
    kind, _dash, pk = name.partition("-")
    if not is_key(pk):
        return None
    if kind == "mention" and user.has_perm("articles.change_mention"):
        return Mention.objects.filter(pk=pk).first()
    if kind == "comment":
        return Comment.objects.seen_by_moderators().select_related("opt_in", "judgement").filter(pk=pk).first()
    return None


def _ban_or_lift(request, tag):
    if not request.user.has_perm("articles.change_comment"):
        raise PermissionDenied
    if request.POST.get("lift"):
        moderation.lift_ban(tag, request.user)
        messages.success(request, _("Comments from this address go through the rules again."))
    else:
        reason = request.POST.get("reason", "")
        moderation.ban(tag, request.user, reason if reason in Decision.Reason.values else "")
        messages.success(request, _("What comes from this address goes to the spam from now on."))
