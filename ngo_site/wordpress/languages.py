"""In which language a post is, and which posts are one text in several: what Polylang, WPML and Bogo write of it."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings

from publishing.translatable import Translatable

from . import reading

_META = ("_language", "_icl_lang_code", "_wpml_import_language_code", "_wpml_language", "_locale")
_GROUPS = ("_wpml_import_translation_group", "_icl_translation_group", "_wpml_trid", "_original_post")
_FROM = ("_wpml_import_source_language_code", "_icl_source_lang_code")


def known(code: str) -> str:
    """Return the code of one of our languages for "fr-FR", "pt_BR" or "pll_ar"; nothing for another language."""
    code = code.strip().lower().replace("_", "-").removeprefix("pll-")
    codes = dict(settings.CONTENT_LANGUAGES)
    return next((one for one in (code, code.partition("-")[0]) if one in codes), "")


def said_of(item: reading.ExportedItem) -> str:
    """Return the language that an item says of itself, as it is written there, or nothing."""
    of_polylang = [slug for domain, slug, _name in item.terms if domain == "language"]
    return next((said for said in [*(item.meta.get(key, "") for key in _META), *of_polylang] if said), "")


def of(item: reading.ExportedItem, site: reading.Site) -> tuple[str, str]:
    """Return (the item's language here, the language that it says and that is none of ours, or nothing).

    What says nothing is in the language of the old site.
    """
    said = said_of(item)
    language = known(said) or known(site.language) or settings.LANGUAGE_CODE
    return language, "" if known(said) or not said else said


def group_of(item: reading.ExportedItem) -> str:
    """Return what an item and its translations have in common, or nothing."""
    groups = [slug for domain, slug, _name in item.terms if domain == "post_translations"]
    return next(iter([*groups, *(item.meta[key] for key in _GROUPS if item.meta.get(key))]), "")


@dataclass
class Member:
    pk: int
    language: str
    is_original: bool


class Translations:
    """Collects which articles, and which pages, are one text; few numbers of each, for there may be many."""

    def __init__(self):
        self._groups: dict[tuple[type[Translatable], str], list[Member]] = defaultdict(list)

    def take(self, item: reading.ExportedItem, obj: Translatable) -> None:
        if group := group_of(item):
            is_original = any(key in item.meta for key in _GROUPS) and not any(item.meta.get(key) for key in _FROM)
            self._groups[type(obj), group].append(Member(obj.pk, obj.language, is_original))

    def link(self, main_language: str) -> list[str]:
        """Let each group's texts name their original; return, in plain words, what could not be linked."""
        found = self._groups.items()
        return [remark for (model, _name), group in found for remark in _link(model, group, main_language)]


def _link(model: type[Translatable], group: list[Member], main_language: str) -> list[str]:
    group = sorted(group, key=lambda one: (not one.is_original, one.language != main_language, one.pk))
    original, *others = group
    if model.objects.filter(pk=original.pk).exclude(translation_of=None).exists():
        return []
    taken, remarks = {original.language}, []
    taken |= set(model.objects.filter(translation_of=original.pk).values_list("language", flat=True))
    for member in others:
        obj = model.objects.get(pk=member.pk)
        if obj.translation_of_id == original.pk:
            continue
        if member.language in taken or obj.translation_of_id or obj.translations.exists():
            text = f"{model._meta.model_name} “{obj.title[:60]}”"
            remarks.append(f"{text}: not linked with its translations, which are in its language")
            continue
        taken.add(member.language)
        model.objects.filter(pk=member.pk).update(translation_of=original.pk)
    return remarks
