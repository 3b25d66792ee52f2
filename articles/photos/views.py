"""The gallery: all photographs, each by itself, and albums."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.accounts.viewer import viewer
from core.http.decorators import public_page
from core.http.paging import page_or_404

from ..models import Album, Photo
from ..views import answerable

ON_A_PAGE = 24


@require_safe
@public_page(knows=["page"])
def photo_list(request):
    page = page_or_404(request, Photo.objects.published(), ON_A_PAGE)
    albums = Album.objects.published().only("title", "slug") if page.number == 1 else []
    return render(request, "articles/photo_list.html", {"page": page, "albums": albums})


@require_safe
@public_page()
def photo(request, slug):
    return show(request, get_object_or_404(Photo.objects.visible_to(viewer(request)), slug=slug))


def show(request, photo):
    """Return the photograph's page."""
    context = {"photo": photo}
    if photo.is_published:
        others = Photo.objects.published().only("slug", "title")
        moment, same = photo.published_at, Q(published_at=photo.published_at)
        after = others.filter(Q(published_at__gt=moment) | same & Q(pk__gt=photo.pk))
        before = others.filter(Q(published_at__lt=moment) | same & Q(pk__lt=photo.pk))
        context["newer"] = after.order_by("published_at", "pk").first()
        context["older"] = before.order_by("-published_at", "-pk").first()
    return answerable.show(request, "articles/photo.html", photo, context)


@require_safe
@public_page(knows=["page"])
def album(request, slug):
    return show_album(request, get_object_or_404(Album.objects.visible_to(viewer(request)), slug=slug))


def show_album(request, album):
    """Return the album's page."""
    page = page_or_404(request, album.shown, ON_A_PAGE)
    return render(request, "articles/album.html", {"album": album, "page": page})


@require_safe
@public_page()
def photo_in_album(request, slug, photo_slug):
    """Show a photograph among those of its album; its own page is the one to link to."""
    album = get_object_or_404(Album.objects.visible_to(viewer(request)), slug=slug)
    photos = list(album.shown.only("slug", "title"))
    place = next((place for place, photo in enumerate(photos) if photo.slug == photo_slug), None)
    if place is None:
        raise Http404
    context = {
        "photo": Photo.objects.get(pk=photos[place].pk),
        "album": album,
        "older": photos[place - 1] if place else None,
        "newer": photos[place + 1] if place + 1 < len(photos) else None,
        "number": place + 1,
        "count": len(photos),
    }
    return render(request, "articles/photo.html", context)
