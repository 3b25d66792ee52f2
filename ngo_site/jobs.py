"""What the site as a whole does outside of a visitor's request: how often, or how urgently."""

from . import bounce_mailbox
from .health import alerts
from .seo import share_pictures

QUEUED = [share_pictures.draw_picture]

PERIODIC = {  # seconds between two calls
    share_pictures.draw_what_changed: 60,
    alerts.tell_administrators: 60,
    bounce_mailbox.read_mailbox: 60,
}
