"""Every public page, with something on it."""

from django.urls import get_resolver, reverse

from articles.models import AlbumPlace, Article
from campaigns.models import Appeal, Petition, Poster, PosterSeries
from core import identity
from ngo_site.seo import share_pictures
from organisation.models import Person
from tests.factories import make_album, make_comment, make_page, make_series
from tests.ngo_site.everything import make_everything, make_sent_issue, make_tag_of

# Behind a secret link, or only an answer to a POST.
NOT_PUBLIC = {
    "articles:comment-confirm", "articles:comment-withdraw", "articles:comment", "articles:pingback",
    "articles:comment-edit", "articles:comment-with-key", "articles:follow-confirm", "articles:followup-unsubscribe",
    "articles:response", "privacy-desk", "embed-library", "link-targets", "articles:xmlrpc", "articles:webmention",
    "articles:webmention-status", "articles:trackback",
    "campaigns:signature-confirm", "campaigns:signature-withdraw", "newsletters:confirm",
    "newsletters:withdraw", "newsletters:unsubscribe", "newsletters:news",
    "newsletters:confirm-language",
    "organisation:join-confirm", "organisation:join-withdraw",
    "healthz", "readyz", "metrics", "media", "report-file", "sitemap-section", "oembed", "preview-link", "short-link",
    "campaigns:adopted", "short-link-petition", "campaigns:poster-kit", "mails-again",
}  # fmt: skip


def names(resolver, space=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            if pattern.namespace != "admin":
                yield from names(pattern, inner)
        elif pattern.name:
            yield space + pattern.name, list(pattern.pattern.converters)


def make_public_pages(**fields) -> dict[str, str]:
    """Return the path of every public page, by the name of its address; ``fields`` are those of what is on them."""
    photo, _campaign, article, *_others = make_everything(slug="sample", **fields)
    arguments = {
        "tag": [make_tag_of(article).slug],
        "comment-reply": [article.slug, make_comment(article).pk],
        "comment-report": [article.slug, make_comment(article).pk],
        "issue": [make_sent_issue().pk],
    }
    series = make_series(slug="sample")
    Article.objects.filter(pk=article.pk).update(series=series)
    year, month = article.published_at.year, article.published_at.month
    person = Person.objects.get(slug="sample")
    article.authors.add(person)
    for end in ("", "-atom", "-json"):
        arguments |= {f"tag-feed{end}": arguments["tag"]}
        arguments |= {f"{kind}-feed{end}": ["sample"] for kind in ("series", "author", "article")}
    arguments |= {"series": ["sample"], "archive-year": [year], "archive-month": [year, month]}
    place = AlbumPlace.objects.create(album=make_album(slug="sample"), photo=photo)
    arguments |= {"album": [place.album.slug], "album-photo": [place.album.slug, photo.slug]}
    arguments |= {"framed-card": ["article", "sample"]}
    arguments |= {"share-picture": ["article", "sample", share_pictures.version_of(article)]}
    arguments |= {"site-picture": [share_pictures.version_of()]}
    organisation = identity.current()
    arguments |= {"theme": [organisation.palette.version], "icon": [organisation.icon_version, 48]}
    drawn = Poster.objects.get()
    drawn.series = PosterSeries.objects.create(title="Sample", slug="sample")
    drawn.save()
    for slug in ("about", "privacy"):
        make_page(slug=slug)
    Appeal.objects.create(petition=Petition.objects.get(), whom="X", email="x@example.org", subject="S", text="T")
    found = {name: parts for name, parts in names(get_resolver()) if name not in NOT_PUBLIC}
    assert len(found) > 35

    def of(name):
        # Whatever has one address and no other part is found under that of the objects above.
        alone = ["sample"] if found[name] == ["slug"] else []
        return arguments.get(name.rpartition(":")[2], alone)

    return {name: reverse(name, args=of(name)) for name in found}
