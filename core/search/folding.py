"""What makes no difference to a search, here and at the desk: how a word is written, and what nobody sees in it.

Texts lose it when they are stored for the public search and questions when they are asked (``folded``); accents are
taken off by Postgres' dictionary ``unaccent``, small and capital letters are one. The desk looks through the columns
themselves, so there Postgres does all of it, with the same signs.
"""

import re
import unicodedata
from typing import Any

from django.db import models
from django.http import HttpRequest

from ..admin_mixin import AdminMixin

# Soft hyphens, and spaces and joiners of no width: within a word they hide it. ZWNJ and ZWJ are part of words.
UNSEEN = "[\u00ad\u034f\u180e\u200b\u2060-\u2064\ufeff]"
# What Word, phones and typographers write for “-” within a word.
HYPHENS = "[\u2010-\u2012\u2043\ufe63\uff0d]"
# What makes a letter of two signs; only then is it worth composing them, which takes ten times as long.
_COMBINING = "[\u0300-\u036f\u3099\u309a\u0653-\u0655\u093c]"


def folded(text: str) -> str:
    """Return the text with its letters composed (NFC), one kind of hyphen, and nothing unseen within words."""
    return unicodedata.normalize("NFC", re.sub(HYPHENS, "-", re.sub(UNSEEN, "", text)))


@models.CharField.register_lookup
@models.TextField.register_lookup
class FoldedContains(models.Lookup):
    """``title__folded_contains="capek"`` finds “Čapek”, however it is written."""

    lookup_name = "folded_contains"
    _FOLDED = "unaccent(lower(regexp_replace(regexp_replace({composed}, %s, '', 'g'), %s, '-', 'g')))"
    _COMPOSED = "CASE WHEN {column} ~ %s THEN normalize({column}, NFC) ELSE {column} END"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, values = self.process_lhs(compiler, connection)
        composed = self._COMPOSED.format(column=column)
        looked_in = self._FOLDED.format(composed=composed)
        # Not LIKE: unaccent makes “%” of “％”, which would be a pattern.
        sql = f"strpos({looked_in}, unaccent(lower(%s))) > 0"
        return sql, [*values, _COMBINING, *values, *values, UNSEEN, HYPHENS, folded(str(self.rhs))]


class FoldedSearchMixin(AdminMixin):
    """Mixed into every page of the admin: what is typed above a list is found however it is written."""

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        fields = super().get_search_fields(request)
        return [name if name[0] in "^=@" else f"{name}__folded_contains" for name in fields]
