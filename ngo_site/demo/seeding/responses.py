"""What readers answered: comments below articles, and pages elsewhere that mention them."""

from datetime import timedelta

from django.conf import settings

from articles.comments import moderation, notifications, rules, spam
from articles.comments.models.comment import store
from articles.comments.submissions import address_tag
from articles.models import Article, CommentOptIn, Mention

from .content import content, moment


def add_comments(new_articles, say):
    """Write the threads below those articles that are new."""
    if new_articles:
        teach(say)
        add_followers(new_articles)
    new = {article.slug: article for article in new_articles}
    threads = [thread for thread in content("comments")["thread"] if thread["article"] in new]
    for thread in threads:
        written = []
        for comment in thread["comment"]:
            written.append(_write(new[thread["article"]], comment, written))
    say(f"new comments {sum(len(thread['comment']) for thread in threads)}")


def add_mentions(say):
    """Write the pingbacks, some public, some waiting for an editor."""
    pingbacks = content("comments")["pingback"]
    articles = {article.slug: article for article in Article.objects.filter(slug__in=[p["article"] for p in pingbacks])}
    for pingback in pingbacks:
        article = articles[pingback["article"]]
        if Mention.objects.of(article).filter(source_hash=Mention.hash_source(pingback["source_url"])).exists():
            continue
        received = moment(pingback["days_ago"])
        Mention.objects.create(
            target=article,
            target_url=settings.SITE_URL + article.get_absolute_url(),
            source_url=pingback["source_url"],
            kind=Mention.Kind.PINGBACK,
            status=pingback.get("status", Mention.Status.APPROVED),
            title=pingback["title"],
            excerpt=f"[…] {pingback['excerpt']} […]",
            received_at=received,
            verified_at=received,
            asked_at=received,
        )
    say(f"pingbacks {len(pingbacks)}/{len(pingbacks)}")


def _write(article, comment, written):
    """Store one comment; its writer pressed the button, and unless it is pending an editor let it through."""
    at = moment(comment["days_ago"])
    stored = store(
        article,
        name=comment["name"],
        text=comment["text"].strip(),
        parent=written[comment["reply_to"]] if "reply_to" in comment else None,
        is_public=comment.get("status") not in {"pending", "spam"},
        at=at,
    )
    opt_in = CommentOptIn.objects.create(
        comment=stored,
        address_tag=address_tag(comment["email"]),
        status=CommentOptIn.Status.CONFIRMED,
        created_at=at,
        confirmed_at=at,
        edited_at=at + timedelta(minutes=6) if comment.get("edited") else None,
    )
    _decide(stored, comment.get("status"), opt_in)
    return stored


def _decide(stored, status, opt_in):
    """Let the rules look at what waits, teach the filter what is welcome, and hide what somebody has hidden."""
    if status in {"pending", "spam"}:
        verdict = rules.judge(stored, signs=("quick",) if status == "spam" else ())
        moderation.judge_and_place(stored, verdict)
    elif status == "hidden":
        stored.hide()
    else:
        spam.learn(stored.comment, stored.user_name, as_spam=False)
    if status == "spam" and stored.state != "spam":
        moderation.decide(stored, "spam", None, "advertising")


def teach(say):
    """Show the filter a few advertisements, so that it has an opinion from the first day."""
    texts = content("comments")["advertisement"]
    for text in texts:
        spam.learn(text, as_spam=True)
    say(f"advertisements the filter has seen {len(texts)}")


def add_followers(articles):
    """Somebody reads along below the article with the longest thread."""
    for article in articles:
        if article.slug == "the-sixth-copy":
            email = "lena@example.net"
            notifications.follow(article, 0, email, address_tag(email), "en")
