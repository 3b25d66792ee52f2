"""Small pages that others show in a frame when they ask by oEmbed: cards of articles, campaigns, petitions, films."""

from csp.decorators import csp_replace
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from articles.models import Article
from campaigns.models import Campaign, Petition, Video
from ngo_site.lib.http import public_page

from . import pictures
from .linked_data import absolute

FRAMED = {model._meta.model_name: model for model in (Article, Campaign, Petition, Video)}
WIDTH = 600
# Pixels at WIDTH: a picture and its words, a petition's count. Where scripts run, the frame tells its true height.
HEIGHTS = {"petition": 330}
HEIGHT = 520


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_page(5)
def card(request, kind, slug):
    """Show the card, with a script that tells WordPress its height; it is readable without."""
    if kind not in FRAMED:
        raise Http404
    things = FRAMED[kind].objects.published()
    things = things.for_page() if kind == "petition" else pictures.with_pictures(things)
    thing = things.filter(slug=slug).first()
    if thing is None:
        raise Http404
    context = {"thing": thing, "kind": kind, "url": absolute(thing.get_absolute_url()), "image": pictures.of(thing)}
    return render(request, "framed_card.html", context | {"signal": pictures.signal(thing)})
