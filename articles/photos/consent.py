"""What happens by the clock when the people in a photograph no longer agree: editors are told, files move away."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst

from core.cache import generations
from core.mail.compose import queue_mail
from core.media import copied_pictures
from core.media.pictures import move_file

from ..models import Photo

TELL_DAYS_BEFORE = 30


def questions() -> list[dict]:
    """Return what the library asks of a picture besides its description; no answer is chosen beforehand."""
    field = Photo._meta.get_field("consent")
    choices = [(value or "", str(label)) for value, label in field.get_choices(include_blank=True)]
    return [{"name": field.name, "words": str(capfirst(field.verbose_name)), "choices": choices}]


def ending_soon():
    """Return the photographs that are shown now and will not be in a month."""
    return Photo.objects.shown().filter(consent_until__lte=timezone.localdate() + timedelta(days=TELL_DAYS_BEFORE))


def tell_editors():
    """Write once to all who may change photographs, with every picture whose consent ends soon."""
    with transaction.atomic():
        waiting = ending_soon().filter(consent_told_at=None)
        photos = list(waiting.select_for_update(skip_locked=True).order_by("consent_until"))
        if not photos:
            return
        for editor in _editors():
            queue_mail(editor.email, "articles/mail/consent_ends", {"photos": photos}, kind="staff")
        Photo.objects.filter(pk__in=[photo.pk for photo in photos]).update(consent_told_at=timezone.now())


def withhold_files():
    """Give the files of photographs that may no longer be shown an address that nobody outside knows.

    Pages leave them out at once; this takes away what others have copied down: the address of the file itself. Of
    copies that people, reports and films have of them, what a consent that ended by itself or the bin left is taken.
    """
    photos = Photo.objects.filter(withheld_at=None).exclude(pk__in=Photo.objects.shown().values("pk")).exclude(file="")
    for pk in photos.values_list("pk", flat=True):
        with transaction.atomic():
            photo = photos.select_for_update().filter(pk=pk).first()
            if photo and move_file(photo):
                Photo.objects.filter(pk=pk).update(withheld_at=timezone.now())
                generations.forget_pages()
    copied = Photo.objects.filter(pk__in=copied_pictures.keys_copied(Photo))
    for photo in copied.exclude(pk__in=Photo.objects.shown().values("pk")):
        copied_pictures.take_back(photo)


def _editors():
    everybody = get_user_model().objects.with_perm(
        "articles.change_photo", backend="django.contrib.auth.backends.ModelBackend"
    )
    return everybody.filter(is_staff=True, is_active=True).exclude(email="")
