"""Alice's words, the form they are sent with, and the link in the mail that comes back."""

from core.models import OutboxMail
from tests import letters


def words(**fields):
    return {
        "name": "Alice",
        "email": "alice@example.org",
        "comment": "I have it on my wall.",
        "form_token": letters.form_token("CommentForm"),
        **fields,
    }


def post(client, article, **fields):
    return client.post(f"{article.get_absolute_url()}comments/", words(**fields))


def link(word, mail=None):
    return letters.link(mail or OutboxMail.objects.get(), word)


def page_of(client, article):
    return client.get(article.get_absolute_url()).text
