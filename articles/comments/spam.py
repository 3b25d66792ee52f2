"""A statistical filter that learns from the moderators' decisions, in any language, and says why.

Paul Graham, "A Plan for Spam" (2002), with Gary Robinson's smoothing and Fisher's method as in SpamBayes (2003): the
words that tell most are combined by chi-squared, so that a text about which little is known stays near one half. No
well-kept package does this; the counts live in Postgres, under keyed hashes in place of the words.
"""

import hmac
import math
import re
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import SpamToken

# Below this many texts of both kinds the filter says nothing.
LEAST_TEXTS = 10
MOST_TOKENS = 150
STRENGTH, UNKNOWN = 0.45, 0.5  # Robinson's s and x
LEAST_TELLING = 0.1  # how far from one half a word must be to be asked

_WORDS = re.compile(r"[^\W_]+", re.UNICODE)
_HOST = re.compile(r"https?://([^\s/<>\"']+)", re.I)
# Scripts that write no spaces between words are read in pairs of characters.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TOTALS = b"\0" * 8


@dataclass(frozen=True)
class Score:
    """``value`` from 0 (welcome) to 1 (spam), None while too little was learned; ``telling`` are words with weights."""

    value: float | None
    telling: tuple = ()


def tokens(text: str, name: str = "") -> set[str]:
    """Return what the filter counts in a text, the most at the beginning: words, hosts and the look of it."""
    text = unicodedata.normalize("NFKC", text)
    found = [f"host:{host.lower().removeprefix('www.')}" for host in _HOST.findall(text)]
    found.append(f"links:{min(len(found), 4)}")
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 20 and sum(c.isupper() for c in letters) > 0.5 * len(letters):
        found.append("look:capitals")
    if re.search(r"([!$€£])\1|\d{1,3}%", text):
        found.append("look:shouting")
    found += [f"name:{word}" for word in _words(name)]
    found += _words(_HOST.sub(" ", text))
    return set(dict.fromkeys(found[:MOST_TOKENS]))


def score(text: str, name: str = "") -> Score:
    """Return how much the text looks like what was called spam before, and the words that say so."""
    return scores([(text, name)])[0]


def scores(texts: list[tuple[str, str]]) -> list[Score]:
    """Return the scores of many (text, name) in one query."""
    words = [{hash_token(token): token for token in tokens(text, name)} for text, name in texts]
    wanted = set().union(*words) | {_TOTALS}
    rows = {bytes(row[0]): row[1:] for row in SpamToken.objects.filter(pk__in=wanted).values_list()}
    spam_texts, welcome_texts = rows.pop(_TOTALS, (0, 0))
    if min(spam_texts, welcome_texts) < LEAST_TEXTS:
        return [Score(None) for _text in texts]
    weights = {key: _probability(*counts, spam_texts, welcome_texts) for key, counts in rows.items()}
    return [_score({token: weights[key] for key, token in own.items() if key in weights}) for own in words]


def says_much(token: str) -> bool:
    """Return False for small words of Latin letters, which tell a moderator nothing: is, had, les."""
    return len(token) > 3 or not token.isascii()


def in_words(token: str) -> str:
    """Return what the filter has counted as a moderator says it."""
    kind, colon, rest = token.partition(":")
    if not colon:
        return f"“{token}”"
    if kind == "links":
        number = int(rest)
        return ngettext("%d link", "%d links", number) % number if number else _("no link")
    return {
        "host": _("a link to %s") % rest,
        "name": _("the name “%s”") % rest,
        "look": _("many capital letters") if rest == "capitals" else _("!!!, $$$ or per cent"),
    }[kind]


def learn(text: str, name: str = "", *, as_spam: bool, times: int = 1) -> None:
    """Count the words of one text as spam or as welcome; ``times=-1`` takes it back."""
    keys = sorted({hash_token(token) for token in tokens(text, name)} | {_TOTALS})
    column = "spam" if as_spam else "welcome"
    if times < 0:
        # Never below nothing: the words may have been changed or the table emptied in the meantime.
        SpamToken.objects.filter(pk__in=keys, **{f"{column}__gt": 0}).update(**{column: F(column) + times})
        return
    with connection.cursor() as cursor:
        cursor.execute(_LEARN_SPAM if as_spam else _LEARN_WELCOME, [keys])


def hash_token(token: str) -> bytes:
    """Return the eight bytes that stand for a word: what people wrote cannot be read from the filter's table."""
    return hmac.digest(settings.FINGERPRINT_SECRET.encode(), f"spam filter\0{token}".encode(), "sha256")[:8]


# Sorted keys and one statement: two moderators who decide at once do not wait for each other in a circle.
_LEARN_SPAM = """
INSERT INTO articles_spamtoken AS kept (token, spam, welcome) SELECT unnest(%s), 1, 0
ON CONFLICT (token) DO UPDATE SET spam = kept.spam + 1
"""
_LEARN_WELCOME = """
INSERT INTO articles_spamtoken AS kept (token, spam, welcome) SELECT unnest(%s), 0, 1
ON CONFLICT (token) DO UPDATE SET welcome = kept.welcome + 1
"""


def _score(weights: dict) -> Score:
    telling = [item for item in weights.items() if abs(item[1] - 0.5) >= LEAST_TELLING]
    telling.sort(key=lambda item: -abs(item[1] - 0.5))
    return Score(_combined([p for _word, p in telling]), tuple(telling[:8]))


def _words(text: str) -> list[str]:
    found = []
    for word in _WORDS.findall(text.lower()):
        if _UNSPACED.search(word):
            found += [word[i : i + 2] for i in range(len(word) - 1)] or [word]
        elif 1 < len(word) <= 40:
            found.append(word)
    return found


def _probability(spam: int, welcome: int, spam_texts: int, welcome_texts: int) -> float:
    """Return how likely a text with this word is spam, drawn towards one half while the word is rare (Robinson)."""
    in_spam, in_welcome = min(1, spam / spam_texts), min(1, welcome / welcome_texts)
    seen = spam + welcome
    if not seen:
        return UNKNOWN
    return (STRENGTH * UNKNOWN + seen * in_spam / (in_spam + in_welcome)) / (STRENGTH + seen)


def _combined(probabilities: list[float]) -> float:
    if not probabilities:
        return 0.5
    n = len(probabilities)
    spam = 1 - _chi2(-2 * sum(math.log(1 - p) for p in probabilities), 2 * n)
    welcome = 1 - _chi2(-2 * sum(math.log(p) for p in probabilities), 2 * n)
    return (1 + spam - welcome) / 2


def _chi2(value: float, degrees: int) -> float:
    """Return the chance that chi-squared with an even number of degrees of freedom exceeds the value."""
    half = value / 2
    term = total = math.exp(-half)
    for i in range(1, degrees // 2):
        term *= half / i
        total += term
    return min(total, 1.0)
