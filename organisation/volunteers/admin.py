"""The desk's pages for those who want to help: what they offer, answering, noting, and how far they are."""

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_countries import countries

from core.admin_filters import PartFilter
from core.admin_pages import admin_url
from core.form_errors import errors_of
from core.mail.addresses import tidied
from core.moments import time_in_words

from ..models import AnswerTemplate, Volunteer, VolunteerEntry
from ..models.volunteer import mailbox_of
from .answering import AnsweredMeanwhile, answer, draft_for
from .forms import AnswerForm, CareForm, NoteForm

Stage = Volunteer.Stage


class StageFilter(PartFilter):
    title = _("stage")
    parameter_name = "stage"
    PARTS = (
        ("open", _("new or in contact"), lambda rows: rows.filter(stage__in=(Stage.NEW, Stage.CONTACT))),
        ("new", _("new"), lambda rows: rows.filter(stage=Stage.NEW)),
        ("contact", _("in contact"), lambda rows: rows.filter(stage=Stage.CONTACT)),
        ("active", _("active"), lambda rows: rows.filter(stage=Stage.ACTIVE)),
        ("closed", _("closed"), lambda rows: rows.filter(stage=Stage.CLOSED)),
    )


class CareFilter(admin.SimpleListFilter):
    title = _("assigned to")
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", _("me")), ("nobodys", _("nobody"))]

    def queryset(self, request, volunteers):
        chosen = {"mine": {"assigned_to": request.user}, "nobodys": {"assigned_to": None}}.get(self.value())
        return volunteers.filter(**chosen) if chosen else volunteers


class CountryFilter(admin.SimpleListFilter):
    """The countries from which somebody wrote, not all there are."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request, model_admin):
        codes = model_admin.get_queryset(request).exclude(country="").values_list("country", flat=True)
        named = {code: countries.name(code) or code for code in codes.order_by().distinct()}
        return sorted(named.items(), key=lambda entry: entry[1])

    def queryset(self, request, volunteers):
        return volunteers.filter(country=self.value()) if self.value() else volunteers


@admin.register(Volunteer)
class VolunteerAdmin(admin.ModelAdmin):
    list_display = ("who", "offer", "country", "stage", "assigned_to", "confirmed_at")
    list_filter = (StageFilter, CareFilter, CountryFilter)
    list_select_related = ("assigned_to",)
    search_fields = ("mailbox",)
    search_help_text = _("A whole e-mail address, or words of a name or message")
    actions = ("mark_answered",)

    def get_queryset(self, request):
        return super().get_queryset(request).confirmed()  # who has not pressed the button may not have written it

    @admin.display(description=_("name"))
    def who(self, volunteer):
        return volunteer.name

    @admin.display(description=_("offer"))
    def offer(self, volunteer):
        return Truncator(volunteer.message).chars(90)

    def get_search_results(self, request, queryset, search_term):
        """Find by the tag of an address, or read through the locked words: they are few enough for that."""
        if not search_term:
            return queryset, False
        try:
            return queryset.filter(mailbox=mailbox_of(tidied(search_term))), False
        except ValueError:
            words = search_term.casefold().split()
            found = (offer for offer in queryset if all(word in _words(offer) for word in words))
            return queryset.filter(pk__in=[offer.pk for offer in found]), False

    def has_add_permission(self, request):
        return False

    @admin.action(description=_("Mark as answered"), permissions=["change"])
    def mark_answered(self, request, queryset):
        answered = queryset.filter(stage=Stage.NEW).update(stage=Stage.CONTACT, answered_at=timezone.now())
        text = ngettext("%d volunteer marked as answered.", "%d volunteers marked as answered.", answered)
        messages.success(request, text % answered)

    def get_urls(self):
        own = [
            path(f"<int:object_id>/{name}/", self.admin_site.admin_view(view), name=f"organisation_volunteer_{name}")
            for name, view in (("answer", self.answer), ("note", self.note), ("care", self.care))
        ]
        return own + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show what somebody offers, and what is to be done; the buttons have addresses of their own."""
        volunteer = self._found(request, object_id, self.has_view_permission)
        return self._page(request, volunteer)

    def answer(self, request, object_id):
        volunteer = self._found(request, object_id, self.has_change_permission)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self._page(request, volunteer, answer_form=form, wrong=errors_of(form), status=422)
        try:
            is_sent = answer(volunteer, request.user, **form.cleaned_data, seen=_number(request.POST.get("seen")))
        except AnsweredMeanwhile as meanwhile:
            messages.warning(request, _sentence(meanwhile.entry))
            return self._page(request, volunteer, status=409)
        if is_sent:
            self.log_change(request, volunteer, "answered")
            messages.success(request, _("The answer is on its way to %(name)s.") % {"name": volunteer.name})
        else:
            messages.warning(request, _("This very answer was sent already; nobody gets it twice."))
        return self._go_on(request, volunteer, "subject", "text")

    def note(self, request, object_id):
        volunteer = self._found(request, object_id, self.has_change_permission)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self._page(request, volunteer, note_form=form, wrong=errors_of(form), status=422)
        last, text = volunteer.entries.first(), form.cleaned_data["note"].replace("\r\n", "\n")
        # The page may be asked for again, with the same form.
        if not last or (last.text, last.by, last.is_mail) != (text, request.user, False):
            VolunteerEntry.objects.create(volunteer=volunteer, text=text, by=request.user)
            self.log_change(request, volunteer, "noted")
        return self._go_on(request, volunteer, "note")

    def care(self, request, object_id):
        """Note how far they are, or who looks after them."""
        volunteer = self._found(request, object_id, self.has_change_permission)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        # The page is one form: the button says which of the two is meant.
        name = "stage" if "stage" in request.POST else "assigned_to"
        sent = {name: request.POST.get(name, "")}
        form = CareForm(sent, instance=volunteer, colleagues=self._colleagues())
        if not form.is_valid():
            raise Http404  # no button of ours sends that
        Volunteer.objects.filter(pk=volunteer.pk).update(**form.cleaned_data)
        self.log_change(request, volunteer, [{"changed": {"fields": form.changed_data}}])
        messages.success(request, _("Saved."))
        return self._go_on(request, volunteer)

    def _found(self, request, object_id, has_permission) -> Volunteer:
        volunteer = self.get_object(request, str(object_id))
        if not has_permission(request, volunteer):
            raise PermissionDenied
        if volunteer is None:
            raise Http404
        return volunteer

    def _go_on(self, request, volunteer, *done):
        """Show the page anew after one of its buttons, with what was typed beside the fields that are ``done``."""
        draft = {**draft_for(volunteer, request.user, _template(request, volunteer))._asdict(), "note": ""}
        typed = {name: text for name, text in _typed(request).items() if name not in done and text != draft[name]}
        if not typed:
            return redirect(admin_url(volunteer))
        return self._page(request, self._found(request, volunteer.pk, self.has_view_permission), done=done)

    def _page(self, request, volunteer, status=200, done=(), **context):
        care = CareForm(instance=volunteer, colleagues=self._colleagues())
        template = _template(request, volunteer)
        draft = draft_for(volunteer, request.user, template)._asdict()
        typed = {name: text for name, text in _typed(request).items() if name not in done}
        entries = list(volunteer.entries.select_related("by"))
        context = {
            **self.admin_site.each_context(request),
            "title": volunteer.name,
            "volunteer": volunteer,
            "entries": entries,
            "seen": max((entry.pk for entry in entries), default=0),
            "template": template,
            "templates": AnswerTemplate.objects.all(),
            "answer_form": AnswerForm(initial={**draft, **typed}),
            "note_form": NoteForm(initial=typed),
            "care_form": care,
            "stages": [(value, label) for value, label in Stage.choices if value != volunteer.stage],
            "may_change": self.has_change_permission(request, volunteer),
            "may_delete": self.has_delete_permission(request, volunteer),
            "opts": self.opts,
            **context,
        }
        return TemplateResponse(request, "admin/organisation/volunteer/page.html", context, status=status)

    def _colleagues(self):
        may = Q(is_superuser=True) | Q(groups__name__in=("editor", "administrator"))
        return get_user_model().objects.filter(may, is_active=True, is_staff=True).order_by("username").distinct()


@admin.register(AnswerTemplate)
class AnswerTemplateAdmin(admin.ModelAdmin):
    list_display = ("title", "language", "subject")
    fields = ("title", "language", "subject", "text")


def _template(request, volunteer) -> AnswerTemplate | None:
    """Return the template that was chosen, else the first one in the volunteer's language, else the first."""
    templates = list(AnswerTemplate.objects.all())
    chosen = _number(request.POST.get("template") or request.GET.get("template"))
    own_language = [one for one in templates if one.language == volunteer.language]
    return next(iter([*(one for one in templates if one.pk == chosen), *own_language, *templates]), None)


def _typed(request) -> dict[str, str]:
    """Return what stands in the fields of the page for words, as the drafts have it."""
    sent = {name: request.POST.get(name) for name in ("subject", "text", "note")}
    return {name: text.replace("\r\n", "\n") for name, text in sent.items() if text is not None}


def _sentence(entry: VolunteerEntry) -> str:
    who = (entry.by and (entry.by.get_full_name() or entry.by.get_username())) or _("Somebody")
    if entry.is_mail:
        text = _("%(who)s has answered meanwhile (%(at)s): “%(words)s”. Your answer was not sent yet; it stands below.")
    else:
        text = _("%(who)s has noted meanwhile (%(at)s): “%(words)s”. Your answer was not sent yet; it stands below.")
    more = _("Press the button once more if it should go, too.")
    told = {"who": who, "at": time_in_words(entry.at), "words": Truncator(entry.text).chars(200)}
    return f"{text % told} {more}"


def _words(offer) -> str:
    return f"{offer.name} {offer.message}".casefold()


def _number(text) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
