"""The desk's pages for subscribers and issues."""

import re

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from core import audit
from core.mail.outbox import OutboxMail
from core.mail.preview_frame import shows_mail
from core.richtext.editor import EditorMixin
from publishing.admin.revisions import RevisionsMixin
from publishing.unsaved import UnsavedWorkForm

from . import rendering, topics
from .corrections import CorrectionsMixin
from .last_look import WAITS_FOR_SECOND, SampleForm, last_look, send_samples
from .models import Approval, ConsentWording, Issue, Subscriber
from .models.approval import approval_of, may_leave
from .models.issue import KIND
from .sending import send_off

_MARK = re.compile(r"[a-z]+:[\w-]+")


class TopicFilter(admin.SimpleListFilter):
    """The newsletter is the topic without a name: Django's filter would show it as a link without words."""

    title = _("topic")
    parameter_name = "about"

    def lookups(self, request, model_admin):
        topics = Subscriber.objects.exclude(topic="").order_by("topic").values_list("topic", flat=True).distinct()
        return [("newsletter", _("the newsletter")), *((topic, topic) for topic in topics)]

    def queryset(self, request, subscribers):
        if self.value() is None:
            return subscribers
        return subscribers.filter(topic="" if self.value() == "newsletter" else self.value())


class MailboxFilter(admin.SimpleListFilter):
    title = _("mailbox")
    parameter_name = "mailbox"

    def lookups(self, request, model_admin):
        return [("there", _("takes letters")), ("gone", _("gets no letters"))]

    def queryset(self, request, subscribers):
        chosen = {"there": True, "gone": False}.get(self.value())
        return subscribers if chosen is None else subscribers.filter(resting_since__isnull=chosen)


@admin.register(Subscriber)
class SubscriberAdmin(admin.ModelAdmin):
    """No address is shown, and none is looked for: beside a petition's topic it would tell who signed.

    Whoever asks what is kept about them is found at the privacy desk, and the audit log notes that somebody looked.
    """

    change_list_template = "admin/newsletters/subscriber/change_list.html"
    list_display = ("address", "topic", "status", "language", "confirmed_at", "resting_since", "why")
    list_filter = ("status", TopicFilter, "language", MailboxFilter)
    fields = ("address", "topic", "status", "language", "consent", "created_at", "confirmed_at", "resting_since", "why")
    readonly_fields = fields
    actions = ["let_letters_go_again"]

    @admin.action(description=_("Let letters go to these mailboxes again"), permissions=["change"])
    def let_letters_go_again(self, request, subscribers):
        number = subscribers.wake()
        said = ngettext("%d mailbox gets letters again.", "%d mailboxes get letters again.", number)
        messages.success(request, said % number)

    @admin.display(description=_("e-mail"))
    def address(self, subscriber):
        return str(subscriber)

    @admin.display(description=_("why"))
    def why(self, subscriber):
        return subscriber.get_rests_because_display() if subscriber.resting_since else ""

    def has_add_permission(self, request):
        return False  # people subscribe themselves, with their own consent


def _readers_by_topic() -> list[tuple]:
    """Return everything that a letter can be about, with how many want letters on it, the newsletter first."""
    wanted = Subscriber.objects.reached().order_by("topic").values_list("topic").annotate(number=Count("pk"))
    numbers = {
        "": 0,
        **dict.fromkeys(Issue.objects.order_by("topic").values_list("topic", flat=True), 0),
        **dict(wanted),
    }
    everybody, language = _("everybody who gets the newsletter"), get_language()
    return [(topic, f"{topics.title(topic, language) or everybody} ({n})") for topic, n in numbers.items()]


def _readers_of(issue: Issue) -> dict:
    """Return how many the letter is for, how many others want letters on this, and those by language."""
    languages = dict(settings.CONTENT_LANGUAGES)
    numbers = Subscriber.objects.by_language(issue.topic)
    number = numbers.pop(issue.language, 0)
    others = [(languages.get(language, language), count) for language, count in numbers.items()]
    return {"number": number, "others": others, "everybody": number + sum(numbers.values())}


def _approval(issue: Issue) -> Approval | None:
    return approval_of(issue, _words(issue, False)) or approval_of(issue, _words(issue, True))


def _words(issue: Issue, everybody: bool) -> list:
    """Return what a second person agrees to send, and to whom."""
    return [issue.language, issue.topic, issue.subject, issue.body, everybody]


@admin.register(ConsentWording)
class ConsentWordingAdmin(admin.ModelAdmin):
    """A wording is replaced by adding another: what people agreed to stays readable."""

    list_display = ("purpose", "language", "text", "version", "valid_from")
    list_filter = ("purpose", "language")
    fields = ("purpose", "language", "text", "valid_from")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class IssueStateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("draft", _("draft")), ("sent", _("sent")), ("withdrawn", _("withdrawn"))]

    def queryset(self, request, issues):
        chosen = {"draft": issues.unsent, "sent": issues.published, "withdrawn": issues.withdrawn}.get(self.value())
        return chosen() if chosen else issues


@admin.register(Issue)
class IssueAdmin(CorrectionsMixin, EditorMixin, RevisionsMixin):
    change_form_template = "admin/newsletters/issue/change_form.html"
    list_display = ("subject", "topic", "state", "copies", "queued_at")
    list_filter = (IssueStateFilter, "language")
    search_fields = ("subject",)
    readonly_fields = ("queued_at",)
    fields = ("subject", "body", "topic", "language", "queued_at")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "topic":
            field.widget, field.help_text = forms.Select(choices=_readers_by_topic()), ""
        return field

    def get_changeform_initial_data(self, request):
        """Begin with a card in the text where ``?about=petition:its-address`` names one."""
        initial = super().get_changeform_initial_data(request)
        mark = initial.pop("about", "")
        return initial | ({"body": f'<p>&nbsp;</p><p data-embed="{mark}"></p>'} if _MARK.fullmatch(mark) else {})

    def get_queryset(self, request):
        copies = OutboxMail.objects.filter(kind=KIND, letter_key=OuterRef("pk")).order_by().values("letter_key")
        waiting = Coalesce(Subquery(copies.annotate(number=Count("pk")).values("number")), 0)
        return super().get_queryset(request).annotate(total=Count("deliveries"), waiting=waiting)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (
            obj and obj.queued_at
        )  # what was sent stays as it was

    @admin.display(description=_("state"))
    def state(self, issue):
        if issue.withdrawn_at:
            return _("withdrawn")
        return _("sent") if issue.queued_at else _("draft")

    @admin.display(description=_("copies"))
    def copies(self, issue):
        return f"{issue.total - issue.waiting} / {issue.total}" if issue.queued_at else "–"

    def get_urls(self):
        view = self.admin_site.admin_view(self.send)
        return [path("<int:object_id>/send/", view, name="newsletters_issue_send"), *super().get_urls()]

    def response_change(self, request, obj):
        return self._on_to_sending(request, obj) or super().response_change(request, obj)

    def response_add(self, request, obj, post_url_continue=None):
        return self._on_to_sending(request, obj) or super().response_add(request, obj, post_url_continue)

    def _on_to_sending(self, request, issue):
        return redirect("admin:newsletters_issue_send", issue.pk) if "_send" in request.POST else None

    @method_decorator(shows_mail)
    def send(self, request, object_id):
        """Show the mail and how many would get it; POST sends a test, or one to each of them, once."""
        issue = get_object_or_404(Issue, pk=object_id)
        if not super().has_change_permission(request, issue):
            raise PermissionDenied
        if request.method == "POST":
            return self._send_sample(request, issue) if "sample" in request.POST else self._send(request, issue)
        return self._show_sending(request, issue)

    def _show_sending(self, request, issue, form=None, sample_form=None, status=200):
        numbers = _readers_of(issue)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Send the letter"),
            "subtitle": issue.subject,
            "issue": issue,
            "form": form or UnsavedWorkForm(obj=issue),
            **numbers,
            "reach": [(issue.get_language_display(), issue.subject, numbers["number"])],
            "hidden": rendering.hidden_embeds([issue.body], request.user),
            "mail": rendering.preview(issue),
            "opts": self.opts,
            **last_look([issue], request.user, sample_form, _approval(issue)),
        }
        return TemplateResponse(request, "admin/newsletters/issue/send.html", context, status=status)

    def _send_sample(self, request, issue):
        form = SampleForm(request.POST, user=request.user)
        if not send_samples(request, [issue], form):
            return self._show_sending(request, issue, sample_form=form, status=422)
        return redirect("admin:newsletters_issue_send", issue.pk)

    @transaction.atomic
    def _send(self, request, issue):
        # What is agreed to is what leaves: nobody changes it in between.
        issue = get_object_or_404(Issue.objects.select_for_update(), pk=issue.pk)
        if not issue.body.strip():
            messages.error(request, _("Nothing was sent: the letter has no text yet."))
            return redirect("admin:newsletters_issue_send", issue.pk)
        if rendering.hidden_embeds([issue.body], request.user):
            messages.error(request, _("Nothing was sent: the letter would lack what readers cannot see now."))
            return redirect("admin:newsletters_issue_send", issue.pk)
        form = UnsavedWorkForm(request.POST, obj=issue)
        if not form.is_valid():
            return self._show_sending(request, issue, form, status=422)
        everybody = "everybody" in request.POST
        if not _readers_of(issue)["everybody" if everybody else "number"]:
            messages.error(request, _("Nothing was sent: nobody reads this language. Others can be chosen below."))
            return redirect("admin:newsletters_issue_send", issue.pk)
        if issue.queued_at is None and not may_leave(issue, _words(issue, everybody), request.user):
            messages.success(request, WAITS_FOR_SECOND)
            return redirect("admin:newsletters_issue_send", issue.pk)
        if send_off(issue, everybody):
            number = issue.deliveries.count()
            audit.record(request.user, "send", issue, str(number))
            sent = ngettext("It is on its way to %d subscriber.", "It is on its way to %d subscribers.", number)
            messages.success(request, sent % number)
        else:
            messages.error(request, _("It was sent off before; nobody gets it twice."))
        return redirect("admin:newsletters_issue_changelist")
