"""What the site as a whole does outside of a visitor's request: how often, or how urgently."""

from .seo import pictures

QUEUED = [pictures.draw_picture]

PERIODIC = {pictures.draw_what_changed: 60}  # seconds between two calls
