"""Pages that other sites may answer: they say where, and show the answers that came."""

from django.shortcuts import render

from .. import responses
from ..mentions import views as mention_views


def show(request, template: str, obj, context: dict, status: int = 200):
    """Render the page of a published object with its mentions, and advertise where it takes them."""
    context = {**context, **mention_views.addresses(obj), "responses": responses.to(obj), "obj": obj}
    return mention_views.advertise(render(request, template, context, status=status), obj)
