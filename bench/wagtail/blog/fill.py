"""Fills the empty tables: the words of bench/content.py, published with Wagtail."""

from datetime import timedelta

import django

django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_comments_xtd.models import XtdComment  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from bench.content import Words, articles_in_words, petition_in_words  # noqa: E402
from blog.models import Author, BlogIndexPage, BlogPage, FormField, FormPage, HomePage, Petition  # noqa: E402


@transaction.atomic
def fill(articles: int = 60, comments: int = 20) -> None:
    Page.objects.filter(depth=2).delete()  # the page that says welcome
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Home", slug="home"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "127.0.0.1", "root_page": home})
    blog = home.add_child(instance=BlogIndexPage(title="Articles", slug="articles", show_in_menus=True))
    author, now = Author.objects.create(name="Lena Aurel"), timezone.now()
    for number, words in enumerate(articles_in_words(articles, comments)):
        _add(blog, author, words, now - timedelta(hours=number + 1))
    demand, reasons = petition_in_words()
    form = FormPage(title="Free the printers", slug="petition", intro=f"<p>{demand}</p><p>{reasons}</p>")
    home.add_child(instance=form)
    for kind, label in (("singleline", "Name"), ("email", "E-mail"), ("singleline", "Country")):
        FormField.objects.create(page=form, label=label, field_type=kind, required=True)
    Petition.objects.create(title="Free the printers", text=f"{demand}\n\n{reasons}")


def _add(blog: BlogIndexPage, author: Author, words: Words, at) -> None:
    body: list[tuple[str, str]] = []
    for heading, one, other in words.parts:
        body += [("heading", heading), ("paragraph", f"<p>{one}</p><p>{other}</p>")]
    page = BlogPage(title=words.title, slug=words.slug, summary=words.summary, author=author, first_published_at=at)
    page.body.extend((kind, _block(page, kind, text)) for kind, text in body)
    blog.add_child(instance=page)
    page.tags.add("Print")
    page.save()
    kind, stored = ContentType.objects.get_for_model(BlogPage), []
    for text, parent in words.comments:
        comment = XtdComment(content_type=kind, object_pk=page.pk, site_id=1, user_name="Bob", comment=text)
        comment.parent_id = stored[parent].pk if parent is not None else 0
        comment.submit_date = at
        comment.save()
        stored.append(comment)


def _block(page: BlogPage, kind: str, text: str):
    return page.body.stream_block.child_blocks[kind].to_python(text)


if __name__ == "__main__":
    fill()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
