"""What people agree to, word for word: each wording is kept for good, and the newest of a language is shown."""

import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.prepared import Prepared

# Until the editors have written their own, and in languages they have not written it in.
DEFAULTS = {
    "en": {
        "signature": "I put my name to this demand. Keep my details sealed until the signatures are handed over, "
        "and use them for nothing else. I can take my signature back at any time.",
        "updates": "Write to me when there is news of this petition, until I leave with one click.",
        "newsletter": "Send me the newsletter, until I leave with one click. My address is used for nothing else.",
    },
    "fr": {
        "signature": "Je soutiens cette demande de mon nom. Gardez mes données scellées jusqu’à la remise des "
        "signatures, et ne les utilisez pour rien d’autre. Je peux retirer ma signature à tout moment.",
        "updates": "Écrivez-moi quand il y a du nouveau sur cette pétition, jusqu’à ce que je me désabonne d’un clic.",
        "newsletter": "Envoyez-moi la lettre d’information, jusqu’à ce que je me désabonne d’un clic. "
        "Mon adresse ne sert à rien d’autre.",
    },
}


class WordingManager(models.Manager):
    def valid(self, language: str) -> "list[ConsentWording]":
        """Return what may have been shown in this language, the newest of each purpose last; one query."""
        kept = _kept.ask(language=language, default=settings.LANGUAGE_CODE)
        kept.sort(key=lambda wording: (wording.language == language, wording.valid_from, wording.pk))
        return [
            *(
                ConsentWording(purpose=purpose, language=spoken, text=text)
                for spoken in dict.fromkeys(("en", language))
                for purpose, text in DEFAULTS.get(spoken, {}).items()
            ),
            *kept,
        ]

    def current(self, language: str, seen: str = "") -> "dict[str, ConsentWording]":
        """Return the wording of each purpose: the one whose version is among ``seen``, else the newest."""
        found, versions = {}, set(seen.split())
        for wording in self.valid(language):
            known = found.get(wording.purpose)
            if not (known and known.version in versions and wording.version not in versions):
                found[wording.purpose] = wording
        return found

    def keep(self, wording: "ConsentWording") -> None:
        """Store one of the house's own wordings the first time somebody agrees to it."""
        if wording.pk is None:
            wording.version = wording.hash()
            self.bulk_create([wording], ignore_conflicts=True)


_kept = Prepared(
    lambda language, default: ConsentWording.objects.filter(
        language__in=[language, default], valid_from__lte=timezone.now()
    ),
    language=str,
    default=str,
)


class ConsentWording(models.Model):
    """One sentence people agree to. ``version`` is a hash of it, which their consent is stored with."""

    class Purpose(models.TextChoices):
        SIGNATURE = "signature", _("signing a petition")
        UPDATES = "updates", _("letters with news of a petition")
        NEWSLETTER = "newsletter", _("the newsletter")

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

    def hash(self) -> str:
        """Return the first 16 hexadecimal digits of the text's SHA-256."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    @property
    def record(self) -> str:
        """What is kept with a subscriber."""
        return f"{self.purpose} {self.version} ({self.language}, form on the web and button in a mail): {self.text}"
