"""Small pages that others show in a frame when they ask by oEmbed: cards of articles, campaigns, petitions, films."""

from csp.decorators import csp_replace
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from articles.models import Article
from campaigns.models import Campaign, Petition, Video
from core.http.decorators import public_page

from . import share_pictures

FRAMED = {model._meta.model_name: model for model in (Article, Campaign, Petition, Video)}
WIDTH = 600
# Enough for a card from 280 to 800 pixels wide in any script, for kit.css bounds how long its words may be and lets the
# picture take what is left. In WordPress the frame tells its true height.
HEIGHTS = {"petition": 460}
HEIGHT = 480


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_page(5)
def card(request, kind, slug):
    """Show the card, with a script that tells WordPress its height; it is readable without."""
    if kind not in FRAMED:
        raise Http404
    objs = FRAMED[kind].objects.published()
    objs = objs.for_page() if kind == "petition" else share_pictures.with_pictures(objs)
    obj = objs.filter(slug=slug).first()
    if obj is None:
        raise Http404
    return render(request, "framed_card.html", {"obj": obj, "kind": kind, "picture": share_pictures.lead(obj)})
