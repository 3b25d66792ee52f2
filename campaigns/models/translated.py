"""What is there in several languages: what belongs to it belongs to its original, the words to each translation."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.search import index
from publishing.publishable import PublishableQuerySet, State


class TranslatedQuerySet(PublishableQuerySet):
    """Of objects with a ``translation_of``, which is empty for those that are no translation."""

    def in_state(self, state: State):
        """Return what is in this state now; what translates something that was taken back is taken back with it."""
        own, now = super().in_state(state), timezone.now()
        withdrawn = Q(translation_of__withdrawn_at__isnull=False)
        expired = Q(
            translation_of__withdrawn_at=None,
            translation_of__expires_at__lte=now,
            translation_of__published_at__isnull=False,
        )
        if state in {State.SCHEDULED, State.PUBLIC}:
            return own.filter(_stands("translation_of__", now))
        if state in {State.WITHDRAWN, State.EXPIRED}:
            live = Q(published_at__isnull=False) & _stands("", now)
            return own | self.filter(live & (withdrawn if state == State.WITHDRAWN else expired))
        return own

    def usable(self):
        return super().usable().filter(_stands("translation_of__", timezone.now()))

    def gone(self):
        now = timezone.now()
        return self.filter(published_at__lte=now).exclude(_stands("", now) & _stands("translation_of__", now))

    def one_each(self, language: str):
        """Return of each the translation into this language, where it is public, else the original."""
        translations = self.model.objects.published().filter(translation_of=OuterRef("pk"), language=language)
        return self.filter(
            Q(translation_of=None) & ~Exists(translations) | Q(translation_of__isnull=False, language=language)
        )


def _stands(prefix, now) -> Q:
    """Return the condition that nothing was taken back; it holds where there is no original."""
    kept = Q(**{f"{prefix}expires_at": None}) | Q(**{f"{prefix}expires_at__gt": now})
    return Q(**{f"{prefix}withdrawn_at": None}) & (kept | Q(**{f"{prefix}published_at": None}))


class Translated:
    """Mixed into a Publishable with ``translation_of``: a translation goes the way of what it translates."""

    # The fields that belong to the object, not to its words; translations have them from their original.
    SHARED: tuple[str, ...] = ()

    @property
    def root(self):
        """The original: itself, or what it translates."""
        return self.translation_of or self

    @property
    def state(self) -> State:
        return self.translation_of.state if self._is_taken_back_with_its_original else super().state

    @property
    def taken_back_with(self):
        return self.translation_of if self._is_taken_back_with_its_original else self

    @property
    def _is_taken_back_with_its_original(self) -> bool:
        is_live = super().state in {State.SCHEDULED, State.PUBLIC}
        return bool(is_live and self.translation_of_id and self.translation_of.is_taken_back)

    @property
    def shown_from(self):
        return None if self.state == State.WITHDRAWN else super().shown_from

    @property
    def shown_until(self):
        return min((one.expires_at for one in (self, self.root) if one.expires_at), default=None)

    def save(self, *args, **kwargs):
        """Take over what is shared from the original; of an original, hand it on to its translations."""
        if self.translation_of_id:
            original = type(self).objects.get(pk=self.translation_of_id)
            for name in self.SHARED:
                setattr(self, name, getattr(original, name))
        super().save(*args, **kwargs)
        translations = type(self).objects.filter(translation_of=self.pk)
        translations.update(**{name: getattr(self, name) for name in self.SHARED})
        index.note(*translations.select_related("translation_of"))
