"""The filter learns from what moderators decide, in any script, and keeps nobody's words."""

import random

import pytest

from articles.comments import spam
from articles.models import SpamToken

pytestmark = pytest.mark.django_db

# Invented halves of sentences, put together by chance; no two texts are the same.
WELCOME = {
    "en": (
        ["I printed it", "My mother typed", "We read this aloud", "Thank you for", "A quibble about", "In our town"],
        [
            "on the night bus",
            "the third paragraph",
            "in the library",
            "with six copies",
            "for my pupils",
            "last winter",
        ],
    ),
    "ru": (
        ["Моя бабушка печатала", "Спасибо за", "Мы читали вслух", "В нашем городе"],
        ["эту статью", "стихи по ночам", "на кухне", "шестую копию"],
    ),
    "ar": (
        ["قرأنا هذا", "شكرا على", "في مدينتنا", "كانت أمي تكتب"],
        ["المقال", "بصوت عال", "في المكتبة", "القصائد ليلا"],
    ),
    "zh": (
        ["我母亲打字", "谢谢你们的", "我们大声朗读", "在我们镇上"],
        ["这篇文章", "第六份副本", "在图书馆里", "每个夜晚"],
    ),
}
SPAM = {
    "en": (
        ["Cheap pills", "Best casino bonus", "Grow your traffic", "Instant loan", "First page of search engines"],
        [
            "visit our site now",
            "100% guaranteed",
            "free audit today",
            "limited offer",
            "click here https://win.example",
        ],
    ),
    "ru": (["Дешёвые кредиты", "Лучшее казино", "Заработок в интернете"], ["без справок", "бонус сегодня", "жми сюда"]),
    "ar": (["قروض فورية", "أفضل كازينو", "اربح المال"], ["اضغط هنا", "عرض محدود", "مضمون"]),
    "zh": (["便宜的药品", "最好的赌场", "快速贷款"], ["点击这里", "限时优惠", "保证赚钱"]),
}


def texts(kind, chance, many):
    for _ in range(many):
        first, second = kind[chance.choice(list(kind))]
        yield f"{chance.choice(first)} {chance.choice(second)}. {chance.choice(first)} {chance.choice(second)}!"


def train(chance, many=150):
    for text in texts(WELCOME, chance, many):
        spam.learn(text, as_spam=False)
    for text in texts(SPAM, chance, many):
        spam.learn(text, as_spam=True)


def test_it_finds_nineteen_of_twenty_and_accuses_nobody_wrongly_in_four_scripts():
    chance = random.Random(4)
    train(chance)
    bad = [score.value for score in spam.scores([(text, "") for text in texts(SPAM, chance, 200)])]
    good = [score.value for score in spam.scores([(text, "") for text in texts(WELCOME, chance, 200)])]
    assert sum(value >= 0.7 for value in bad) >= 190
    assert sum(value >= 0.7 for value in good) == 0


def test_it_says_nothing_before_it_has_learned_of_both_kinds():
    for n in range(30):
        spam.learn(f"Cheap pills {n}", as_spam=True)
    assert spam.score("Cheap pills").value is None
    for n in range(10):
        spam.learn(f"A poem {n}", as_spam=False)
    assert spam.score("Cheap pills").value > 0.9


def test_it_names_the_words_that_tell_most():
    train(random.Random(5))
    score = spam.score("Best casino bonus, said my mother")
    assert {"casino", "bonus"} <= {word for word, _weight in score.telling}
    assert spam.score("Xylophones quarrel").value == pytest.approx(0.5, abs=0.25)


def test_learning_is_taken_back_to_the_last_word():
    spam.learn("Cheap pills", "Bob", as_spam=True)
    spam.learn("Cheap pills", "Bob", as_spam=True, times=-1)
    assert set(SpamToken.objects.values_list("spam", "welcome")) == {(0, 0)}
    spam.learn("Never learned", as_spam=False, times=-1)


def test_no_word_can_be_read_from_the_table():
    spam.learn("Grandmother", "Alice", as_spam=False)
    stored = repr([bytes(token) for token in SpamToken.objects.values_list("pk", flat=True)]).lower()
    assert "grand" not in stored
    assert "alice" not in stored
    assert all(len(bytes(token)) == 8 for token in SpamToken.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("text", ["", " ", "\x00", "!" * 6000, "ﷺ" * 3000, "a" * 6000, "🙂" * 500, "x " * 3000])
def test_nothing_breaks_it(text):
    spam.learn(text, text, as_spam=True)
    assert len(spam.tokens(text, text)) <= spam.MOST_TOKENS
    assert 0 <= (spam.score(text).value or 0) <= 1


def test_scores_take_one_query_for_all(django_assert_num_queries):
    for many in (1, 30):
        with django_assert_num_queries(1):
            spam.scores([(f"Word {n}", "Bob") for n in range(many)])
