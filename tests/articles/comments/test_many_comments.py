"""Many comments at once stand as they would if they had been written one by one."""

import random

import pytest
from django.utils import timezone

from articles.comments.models.comment import MAX_LEVEL, Comment, NewComment, store, store_all
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def rows(article):
    comments = list(Comment.objects.of(article).order_by("pk"))
    texts = {comment.pk: comment.comment for comment in comments}
    return [
        (one.comment, one.user_name, one.is_public, one.submit_date, texts[one.parent_id], texts[one.thread_id])
        + (one.level, one.order, one.nested_count, one.followup, one.site_id, one.is_removed)
        for one in comments
    ]


@pytest.mark.parametrize("seed", range(4))
def test_threads_are_the_same_as_one_by_one(seed):
    chance, at = random.Random(seed), timezone.now()
    answered = [chance.randrange(n) if n and chance.random() < 0.8 else None for n in range(40)]
    one_by_one, at_once = make_article(), make_article()
    stored, new = [], []
    for number, parent in enumerate(answered):
        said = {"name": "Bob", "text": f"Text {number}", "is_public": number % 3 > 0, "at": at}
        stored.append(store(one_by_one, parent=None if parent is None else stored[parent], **said))
        new.append(NewComment(at_once, answers=None if parent is None else new[parent], **said))
    store_all(new)
    assert rows(at_once) == rows(one_by_one)
    assert max(row[6] for row in rows(at_once)) == MAX_LEVEL


def test_nothing_is_written_of_nothing():
    store_all([])
    assert not Comment.objects.exists()
