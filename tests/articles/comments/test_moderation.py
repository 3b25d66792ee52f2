"""Clara moderates: one queue, why each object waits, one press, and the way back."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.comments import moderation, rules, spam, submissions
from articles.comments.models.comment import Comment
from articles.models import Ban, CommentOptIn, Decision, Flag, Judgement, Mention, SpamToken, WatchedWord
from tests.factories import make_article, make_comment, make_mention, make_staff

pytestmark = pytest.mark.django_db

QUEUE = "/admin/articles/comment/queue/"


def confirmed(article, text="Well said.", email="alice@example.org", name="Alice", **fields):
    """Return a comment whose writer has pressed the button, after the rules have looked at it."""
    comment = make_comment(article, text, name, is_public=False, **fields)
    opt_in = CommentOptIn(comment=comment, address_tag=submissions.address_tag(email))
    token = opt_in.issue_token()
    opt_in.save()
    submissions.confirm(opt_in, token)
    return Comment.objects.get(pk=comment.pk)


def press(client, action, *objs, **fields):
    """Press a button of the queue, having seen what is there now."""
    seen = {f"seen-{obj.anchor}": "" for obj in objs}
    if len(objs) == 1:
        return client.post(QUEUE, {"decide": f"{action}:{objs[0].anchor}", **seen, **fields})
    return client.post(QUEUE, {"bulk": action, "chosen": [obj.anchor for obj in objs], **seen, **fields})


def state(obj):
    return moderation.state_of(type(obj).objects.get(pk=obj.pk))


def test_one_queue_shows_comments_and_mentions_with_all_that_is_needed_to_decide(admin_client):
    article = make_article(title="The press")
    hers = make_comment(article, "Who typed it?", "Bob")
    confirmed(article, "See https://a.example https://b.example https://c.example", parent=hers)
    make_mention(article, title="A blog on presses", status="verified")
    page = admin_client.get(QUEUE).text
    for text in (
        "The press", "Answers Bob:", "Who typed it?", "a.example", "3 links", "the first comment from this address",
        "A blog on presses", "From this address: 0 public, 0 hidden, 0 spam",
    ):  # fmt: skip
        assert text in page, text


@pytest.mark.parametrize("kind", ["comment", "mention"])
def test_a_thing_is_approved_hidden_called_spam_and_each_step_is_noted_and_undone(admin_client, admin_user, kind):
    article = make_article()
    obj = confirmed(article) if kind == "comment" else make_mention(article, status="verified")
    states = ["waiting"]
    for action, after in (("approve", "public"), ("hide", "hidden"), ("spam", "spam")):
        press(admin_client, action, obj, reason="insult" if action == "hide" else "")
        states.append(after)
        assert state(obj) == after
    found = Decision.objects.order_by("pk").values_list("action", "reason", "by", "before")
    assert list(found) == [
        ("approve", "", admin_user.pk, "waiting"),
        ("hide", "insult", admin_user.pk, "public"),
        ("spam", "", admin_user.pk, "hidden"),
    ]
    for before in reversed(states[:-1]):
        pk = re.search(r'name="undo" value="(\d+)"', admin_client.get(QUEUE).text)[1]
        admin_client.post(QUEUE, {"undo": pk})
        assert state(obj) == before
    assert Decision.objects.filter(undone_at=None).count() == 0


def test_many_are_decided_at_once_and_taken_back_at_once(admin_client):
    article = make_article()
    objs = [confirmed(article, f"Word {n}", email=f"p{n}@example.org") for n in range(3)]
    objs.append(make_mention(article, status="verified"))
    press(admin_client, "spam", *objs)
    assert [state(obj) for obj in objs] == ["spam"] * 4
    page = admin_client.get(f"{QUEUE}?show=spam").text
    assert "Word 2" in page
    admin_client.post(QUEUE, {"undo": re.search(r'name="undo" value="([\d,]+)"', page)[1]})
    assert [state(obj) for obj in objs] == ["waiting"] * 4


def test_what_somebody_else_decided_since_is_not_undone(admin_client, django_user_model):
    comment = confirmed(make_article())
    press(admin_client, "spam", comment)
    mine = Decision.objects.get()
    moderation.decide(Comment.objects.get(), "approve", make_staff("dora"))
    admin_client.post(QUEUE, {"undo": mine.pk})
    assert state(comment) == "public"


def test_a_comment_changed_since_it_was_read_is_not_approved_unseen(admin_client):
    comment = confirmed(make_article())
    opt_in = CommentOptIn.objects.get()
    submissions.rewrite(opt_in, "Something else altogether")
    press(admin_client, "approve", comment)
    assert state(comment) == "waiting"
    assert "has changed it in the meantime" in admin_client.get(QUEUE).text


def test_looking_changes_nothing_and_only_moderators_may_look(admin_client, client, django_user_model):
    comment = confirmed(make_article())
    writer = f"/admin/articles/comment/{comment.pk}/writer/"
    for path in (QUEUE, f"{QUEUE}?show=decided", f"{QUEUE}?show=spam", writer):
        assert admin_client.get(path).status_code == 200, path
        assert client.get(path).status_code == 302
    bob = django_user_model.objects.create_user("bob", is_staff=True)
    client.force_login(bob)
    assert client.get(QUEUE).status_code == client.get(writer).status_code == 403
    bob.user_permissions.add(Permission.objects.get(codename="view_comment", content_type__app_label="articles"))
    assert client.get(QUEUE).status_code == 200
    assert press(client, "approve", comment).status_code == 403
    assert client.post(writer, {"ban": "yes"}).status_code == 403
    assert (state(comment), Decision.objects.count(), Ban.objects.count()) == ("waiting", 0, 0)


@pytest.mark.parametrize("many", [1, 12])
def test_the_queue_takes_the_same_few_queries(admin_client, many):
    article = make_article()
    for n in range(many):
        above = make_comment(article)
        confirmed(article, f"Word {n}", email=f"p{n}@example.org", parent=above)
        make_mention(article, status="verified")
    admin_client.get(QUEUE)
    with CaptureQueriesContext(connection) as captured:
        admin_client.get(QUEUE)
    assert len(captured) <= 16


def test_nonsense_is_refused_without_a_fault(admin_client):
    for given in (
        {"decide": "approve:comment-99999"}, {"decide": "approve:comment-x"}, {"bulk": "approve"}, {"undo": "x,9"},
        {"bulk": "approve", "chosen": ["", "poster-1", "comment-\u0661"]},
    ):  # fmt: skip
        assert admin_client.post(QUEUE, given).status_code == 302, given
    assert admin_client.post(QUEUE, {"decide": "explode:comment-1"}).status_code == 404
    assert admin_client.get(f"{QUEUE}?show=nothing").status_code == 404
    assert admin_client.get(f"{QUEUE}?page=nine").status_code == 200


def test_the_second_comment_of_an_approved_mailbox_is_public_at_once():
    article = make_article()
    first = confirmed(article)
    moderation.decide(first, "approve", make_staff())
    assert state(confirmed(article, "And another thing.")) == "public"
    assert state(confirmed(article, "Me too", email="bob@example.org")) == "waiting"
    moderation.decide(Comment.objects.get(pk=first.pk), "hide", None)
    assert Decision.objects.filter(by=None, action="approve").count() == 1


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Come to the CASINO tonight", "waiting"),
        ("casinos are another word", "public"),
        ("I have cheap  \n pills here", "spam"),
        ("Blockchains everywhere", "waiting"),
        ("https://a.example and https://b.example", "public"),
        ("https://a.example www.b.example [url=x]", "waiting"),
    ],
)
def test_words_and_links_hold_even_a_known_writer(text, outcome):
    article = make_article()
    moderation.decide(confirmed(article), "approve", None)
    WatchedWord.objects.create(words="Casino")
    WatchedWord.objects.create(words="cheap pills", effect="spam")
    WatchedWord.objects.create(words="blockchain*")
    assert state(confirmed(article, text)) == outcome


def test_a_ban_sends_what_comes_to_the_spam_and_can_be_lifted(admin_client):
    article = make_article()
    first, second = confirmed(article), confirmed(article, "More")
    writer = f"/admin/articles/comment/{first.pk}/writer/"
    assert "More" in admin_client.get(writer).text
    admin_client.post(writer, {"ban": "yes", "reason": "insult"})
    assert [state(first), state(second), state(confirmed(article, "Third"))] == ["spam"] * 3
    assert state(confirmed(article, "Somebody else", email="bob@example.org")) == "waiting"
    admin_client.post(writer, {"lift": "yes"})
    assert state(confirmed(article, "Fourth")) == "waiting"


def test_no_page_of_the_desk_names_the_address_or_what_stands_for_it(admin_client):
    comment = confirmed(make_article(), email="canary@secret.example")
    tag = bytes(CommentOptIn.objects.get().address_tag).hex()
    for path in (QUEUE, f"{QUEUE}?show=decided", f"/admin/articles/comment/{comment.pk}/writer/"):
        page = admin_client.get(path).text
        assert "secret.example" not in page
        assert tag[:8] not in page


def test_reports_put_a_public_comment_into_the_queue_until_somebody_looked(admin_client):
    comment = make_comment(make_article(), "Rude words")
    Flag.objects.create(comment=comment, reason="insult")
    page = admin_client.get(QUEUE).text
    assert "Rude words" in page
    assert "It insults or threatens somebody" in page
    press(admin_client, "keep", comment)
    assert "Rude words" not in admin_client.get(QUEUE).text
    assert state(comment) == "public"


def test_the_filter_learns_from_moderators_and_forgets_what_is_undone():
    clara = make_staff()
    comment = confirmed(make_article(), "Cheap pills")
    decision = moderation.decide(comment, "spam", clara)
    assert (SpamToken.objects.count() > 2, Judgement.objects.get().learned) == (True, "spam")
    moderation.undo(decision, clara)
    assert not SpamToken.objects.filter(spam__gt=0).exists()
    moderation.decide(Comment.objects.get(), "approve", clara)
    moderation.decide(Comment.objects.get(), "spam", clara)
    assert not SpamToken.objects.filter(welcome__gt=0).exists()


def test_the_rules_do_not_teach_themselves():
    article = make_article()
    commenting_tag = submissions.address_tag("alice@example.org")
    Ban.objects.create(address_tag=commenting_tag)
    assert state(confirmed(article)) == "spam"
    assert SpamToken.objects.count() == 0


def test_the_filter_says_why_and_holds_or_puts_away(admin_client):
    article = make_article()
    moderation.decide(confirmed(article), "approve", None)
    for n in range(12):
        spam.learn(f"Cheap pills casino bonus number {n}", as_spam=True)
        spam.learn(f"My grandmother typed poems at night, page {n}", as_spam=False)
    bad = confirmed(article, "Casino bonus, cheap pills!")
    assert state(bad) == "spam"
    assert state(confirmed(article, "My mother typed poems, too, at night.")) == "public"
    page = admin_client.get(f"{QUEUE}?show=spam").text
    assert "looks like what was called spam before" in page
    assert "Looks like what was called spam before: <bdi>“" in " ".join(page.split())
    assert "<bdi>“casino”</bdi>" in page
    assert rules.in_words(["unheard-of"]) == "unheard-of"


def test_a_mention_called_spam_is_public_nowhere(client):
    article = make_article()
    mention = make_mention(article, title="Buy links", status="verified")
    moderation.decide(mention, "spam", None)
    assert Mention.objects.public().count() == 0
    assert "Buy links" not in client.get(article.get_absolute_url()).text


def test_a_reply_that_is_begun_on_one_card_outlives_decisions_on_others(admin_client):
    article = make_article()
    bob, carol, dave = (
        confirmed(article, f"I am {name}.", f"{name}@example.org", name) for name in ("Bob", "Ca", "Da")
    )
    begun = {f"reply-{bob.anchor}": "We shall\nlook <b>", f"seen-{bob.anchor}": ""}
    page = press(admin_client, "approve", carol, **begun)
    assert (page.status_code, state(carol)) == (200, "public")
    assert "1 decided." in page.text
    assert "\nWe shall\nlook &lt;b&gt;</textarea>" in page.text
    undone = admin_client.post(QUEUE, {"undo": page.context["undo"], **begun})
    assert state(carol) == "waiting"
    assert "look &lt;b&gt;</textarea>" in undone.text
    assert 'form="queue">Undo</button>' in " ".join(page.text.split())
    # The reply that is published is not offered again, and one whose card was decided on without it is not lost.
    published = press(admin_client, "reply", bob, **begun)
    assert published.status_code == 302
    lost = press(admin_client, "hide", dave, **{f"reply-{dave.anchor}": "Let us talk."})
    assert (lost.status_code, state(dave)) == (200, "hidden")
    assert "Your reply to Da was not published" in lost.text
    assert "Let us talk.</textarea>" in lost.text
    assert len(Comment.objects.filter(user__isnull=False)) == 1


def test_nonsense_in_the_place_of_a_card_is_given_back_as_text(admin_client):
    carol = confirmed(make_article())
    page = press(admin_client, "approve", carol, **{"reply-comment-x": "Kept", "reply-mention-1": "This, too"})
    assert "Kept</textarea>" in page.text
    assert "This, too</textarea>" in page.text
