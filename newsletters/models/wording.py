"""What people agree to, word for word: each wording is kept for good, and the newest of a language is shown."""

import datetime
import hashlib
import re
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.recent import Recent

# Until the editors have written their own, and in languages they have not written it in.
DEFAULTS = {
    "en": {
        "signature": "I put my name to this demand. Keep my details sealed until the signatures are handed over, "
        "and use them for nothing else. I can take my signature back at any time.",
        "updates": "Write to me when there is news of this petition, until I leave with one click.",
        "newsletter": "Send me the newsletter, until I leave with one click. My address is used for nothing else.",
        "comments": "Write to me when there are answers, until I leave with one click. "
        "My address is used for nothing else.",
        "joining": "Keep what I write here to answer my offer, and use it for nothing else. "
        "I can have it erased at any time.",
    },
    "fr": {
        "signature": "Je soutiens cette demande de mon nom. Gardez mes données scellées jusqu’à la remise des "
        "signatures, et ne les utilisez pour rien d’autre. Je peux retirer ma signature à tout moment.",
        "updates": "Écrivez-moi quand il y a du nouveau sur cette pétition, jusqu’à ce que je me désabonne d’un clic.",
        "newsletter": "Envoyez-moi la lettre d’information, jusqu’à ce que je me désabonne d’un clic. "
        "Mon adresse ne sert à rien d’autre.",
        "comments": "Écrivez-moi quand il y a des réponses, jusqu’à ce que je me désabonne d’un clic. "
        "Mon adresse ne sert à rien d’autre.",
        "joining": "Gardez ce que j’écris ici pour répondre à mon offre, et ne l’utilisez pour rien d’autre. "
        "Je peux le faire effacer à tout moment.",
    },
}


# From when on a wording of the house counts: whenever it is kept, what the editors write takes its place.
FROM_THE_BEGINNING = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_VERSION = re.compile("[0-9a-f]{16}")
FORM_AND_BUTTON = "form on the web, button in the mail"
# Every form asks for them, and they change a few times in the life of a site. Of a page with the wording before, the
# form says which one it was.
remembered: Recent[list] = Recent(seconds=2)


class WordingManager(models.Manager):
    def current(self, language: str, seen: str = "") -> "dict[str, ConsentWording]":
        """Return the wording of each purpose: the one whose version is among ``seen``, in whatever language.

        Else the newest in this language, the house's own if the editors have written none, and only where there is
        neither the site's own language, or English.
        """
        now = timezone.now()
        kept = [wording for wording in remembered.get("all", self._oldest_first) if wording.valid_from <= now]
        found = {}
        for spoken in reversed(dict.fromkeys((language, settings.LANGUAGE_CODE, "en"))):
            found |= {wording.purpose: wording for wording in _of_the_house(spoken)}
            found |= {wording.purpose: wording for wording in kept if wording.language == spoken}
        shown = set(filter(_VERSION.fullmatch, seen.split())) - {wording.version for wording in found.values()}
        return found | (self._shown_before(shown) if shown else {})

    def _oldest_first(self) -> "list[ConsentWording]":
        return list(self.order_by("valid_from", "pk"))

    def _shown_before(self, versions: set[str]) -> "dict[str, ConsentWording]":
        """Return what a page that was open for a while, or that spoke another language, has shown."""
        house = [wording for language in DEFAULTS for wording in _of_the_house(language) if wording.version in versions]
        kept = self.filter(version__in=versions, valid_from__lte=timezone.now()).order_by("valid_from", "pk")
        return {wording.purpose: wording for wording in [*house, *kept]}

    def keep(self, wording: "ConsentWording") -> None:
        """Store one of the house's own wordings the first time somebody agrees to it."""
        if wording.pk is None:
            kept = ConsentWording(
                purpose=wording.purpose, language=wording.language, text=wording.text, valid_from=wording.valid_from
            )
            self.bulk_create([kept], ignore_conflicts=True)
            remembered.forget()


@lru_cache
def _of_the_house(language: str) -> "tuple[ConsentWording, ...]":
    return tuple(
        ConsentWording(purpose=purpose, language=language, text=text, valid_from=FROM_THE_BEGINNING)
        for purpose, text in DEFAULTS.get(language, {}).items()
    )


def agreed_to(record: str) -> str:
    """Return the words that were agreed to out of what is kept with an address."""
    return record.partition("): ")[2]


def language_of(record: str) -> str:
    """Return the language of what was agreed to, out of what is kept with an address; empty when it says none."""
    code = record.partition(" (")[2].partition(",")[0]
    return code if code in dict(settings.CONTENT_LANGUAGES) else ""


class ConsentWording(models.Model):
    """One sentence people agree to. ``version`` is a hash of it, which their consent is stored with."""

    class Purpose(models.TextChoices):
        SIGNATURE = "signature", _("signing a petition")
        UPDATES = "updates", _("letters with news of a petition")
        NEWSLETTER = "newsletter", _("the newsletter")
        COMMENTS = "comments", _("mail about answers to comments")
        JOINING = "joining", _("an offer to help")

    purpose = models.CharField(_("for"), max_length=10, choices=Purpose)
    language = models.CharField(
        _("language"), max_length=7, choices=settings.CONTENT_LANGUAGES, default=settings.LANGUAGE_CODE
    )
    text = models.TextField(
        _("wording"), max_length=600, help_text=_("What people agree to, in one or two plain sentences. No HTML.")
    )
    version = models.CharField(_("version"), max_length=16, editable=False)
    valid_from = models.DateTimeField(_("shown from"), default=timezone.now)

    objects = WordingManager()

    class Meta:
        verbose_name = _("consent wording")
        verbose_name_plural = _("consent wordings")
        ordering = ["purpose", "language", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "language", "version"],
                name="consent_wording_once",
                violation_error_message=_("This wording is there already."),
            )
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.version = self.version or (self.hash() if self.text else "")

    def __str__(self):
        return f"{self.get_purpose_display()} ({self.language}), {self.version}"

    def save(self, *args, **kwargs):
        self.version = self.hash()
        super().save(*args, **kwargs)
        remembered.forget()

    def hash(self) -> str:
        """Return the first 16 hexadecimal digits of the text's SHA-256."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    def record(self, page: str, way: str = FORM_AND_BUTTON) -> str:
        """Return what is kept with an address, and keep the wording: which one, on what page, how, and on what day.

        To the day only: the hour would tell which signature came with it.
        """
        ConsentWording.objects.keep(self)
        where = f"page {page}, " if page else ""
        return f"{self.purpose} {self.version} ({self.language}, {where}{way}, {timezone.now():%Y-%m-%d}): {self.text}"
