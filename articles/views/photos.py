"""The gallery."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ngo_site.lib.http import public_page
from ngo_site.lib.paging import page_or_404
from ngo_site.lib.publishing import viewer

from ..models import Photo
from . import answerable

ON_A_PAGE = 24


@require_safe
@public_page()
def photo_list(request):
    page = page_or_404(request, Photo.objects.published(), ON_A_PAGE)
    return render(request, "articles/photo_list.html", {"page": page})


@require_safe
@public_page()
def photo(request, slug):
    return show(request, get_object_or_404(Photo.objects.visible_to(viewer(request)), slug=slug))


def show(request, photo):
    """Return the photograph's page."""
    context = {"photo": photo}
    if photo.is_published:
        others = Photo.objects.published().only("slug", "title")
        context["newer"] = others.filter(published_at__gt=photo.published_at).order_by("published_at").first()
        context["older"] = others.filter(published_at__lt=photo.published_at).order_by("-published_at").first()
    return answerable.show(request, "articles/photo.html", photo, context)
