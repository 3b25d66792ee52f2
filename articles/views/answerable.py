"""Pages that other sites may answer: they say where, and show the answers that came."""

from django.shortcuts import render

from .. import responses
from . import linkbacks


def show(request, template: str, thing, context: dict, status: int = 200):
    """Render the page of a published object with its mentions, and advertise where it takes them."""
    context = {**context, **linkbacks.addresses(thing), "responses": responses.to(thing), "thing": thing}
    return linkbacks.advertise(render(request, template, context, status=status), thing)
