"""What the site as a whole does outside of a visitor's request: how often, or how urgently."""

from .seo import share_pictures

QUEUED = [share_pictures.draw_picture]

PERIODIC = {share_pictures.draw_what_changed: 60}  # seconds between two calls
