"""What is to be seen in pictures, and who: asked in one list, or beside a text that shows them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Photo
from core.characters import is_key
from core.form_errors import errors_of
from core.media.pictures import describes
from core.richtext import embed_library, reference_index

IN_THE_LIST = 20


class WordsForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = ("alt", "decorative", "title", "caption", "credit", "licence", "consent", "consent_until")
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2}),
            "consent_until": forms.DateInput(attrs={"type": "date"}),
        }

    @property
    def is_left_for_later(self) -> bool:
        """Whether nobody has described the picture, or said anything new: then there is nothing to judge."""
        is_undescribed = not (self["alt"].value() or "").strip() and not self["decorative"].value()
        return is_undescribed or not self.has_changed()


class ForAllForm(forms.ModelForm):
    """What is said once for all pictures of the list that say nothing of their own."""

    class Meta:
        model = Photo
        fields = ("consent", "credit", "licence")

    @classmethod
    def spread(cls, sent):
        """Return what was sent with these answers in the empty fields of every picture."""
        spread = sent.copy()
        for number in _numbers(sent):
            for name in cls.Meta.fields:
                key = f"photo{number}-{name}"
                spread[key] = sent.get(key) or sent.get(f"all-{name}", "")
        return spread


class AnswersForm(forms.Form):
    """What a text asks of a picture in it; a part of the answers is better than none."""

    alt = Photo._meta.get_field("alt").formfield()
    decorative = Photo._meta.get_field("decorative").formfield()
    consent = Photo._meta.get_field("consent").formfield()

    def clean_alt(self):
        alt = self.cleaned_data["alt"].strip()
        if alt and not describes(alt):
            raise ValidationError(_("This says only that there is a picture. Please say what it shows."))
        return alt


@require_http_methods(["GET", "POST"])
@transaction.atomic
def describe(request, model_admin):
    """Ask for the words of all pictures that have none; whoever is left empty waits for the next time."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    waiting = Photo.objects.editable_by(request.user).undescribed().order_by("pk")
    if request.method == "POST":
        sent = ForAllForm.spread(request.POST)
        chosen = waiting.filter(pk__in=_numbers(sent)).select_for_update(of=("self",))
        forms_ = [_words(photo, sent) for photo in chosen]
        done = [form for form in forms_ if not form.is_left_for_later and _save(request, model_admin, form)]
        if done:
            count = len(done)
            messages.success(request, ngettext("%d picture is described.", "%d pictures are described.", count) % count)
        wrong = [form for form in forms_ if not form.is_left_for_later and not form.is_valid()]
        if not wrong:
            return redirect("admin:articles_photo_describe" if waiting.exists() and done else _library())
        shown = wrong
    else:
        shown = [_words(photo) for photo in waiting[:IN_THE_LIST]]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Describe pictures"),
        "opts": Photo._meta,
        "forms": shown,
        "wrong": [error for form in shown for error in errors_of(form, f"{form.instance.title}, ")],
        "for_all": ForAllForm(prefix="all"),
        "waiting": waiting.count(),
    }
    return render(request, "admin/articles/photo/describe.html", context)


@require_POST
@transaction.atomic
def words(request, model_admin, object_id):
    """Keep what was said beside a text; answer with the picture as the library shows it, and what was wrong."""
    # Locked: who agreed to be shown may withdraw that at this moment.
    photo = get_object_or_404(Photo.objects.select_for_update(of=("self",)), pk=object_id)
    if not model_admin.has_change_permission(request, photo):
        return JsonResponse({"errors": [_("You may not change this picture.")]}, status=403)
    form = AnswersForm(request.POST)
    errors = [] if form.is_valid() else [error for of_field in form.errors.values() for error in of_field]
    for name, value in form.cleaned_data.items():
        setattr(photo, name, value)
    try:
        photo.save()
    except ValidationError as refused:
        return JsonResponse({"errors": refused.messages})
    model_admin.log_change(request, photo, "described")
    (entry,) = embed_library.known([reference_index.mark_of(photo)], request.user)
    return JsonResponse({"entry": entry} | ({"errors": errors} if errors else {}))


def _words(photo, sent=None) -> WordsForm:
    return WordsForm(sent, instance=photo, prefix=f"photo{photo.pk}")


def _save(request, model_admin, form) -> bool:
    """Keep what was said of a picture; return whether that could be done. Otherwise the form says what is wrong."""
    if not form.is_valid():
        return False
    try:
        photo = form.save()
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return False
    model_admin.log_change(request, photo, "described")
    return True


def _numbers(sent) -> list[int]:
    return [int(value) for value in sent.getlist("photo") if is_key(value)][: IN_THE_LIST * 5]


def _library() -> str:
    return "admin:articles_photo_changelist"
