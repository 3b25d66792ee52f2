"""What the site as a whole does outside of a visitor's request: how often, or how urgently."""

from django.utils.translation import gettext_lazy as _

from core.jobs.registry import Every

from . import bounce_mailbox
from .health import alerts
from .seo import share_pictures

QUEUED = [share_pictures.draw_picture]

PERIODIC = {
    share_pictures.draw_what_changed: Every(60, _("Draw sharing pictures of what changed")),
    alerts.tell_administrators: Every(60, _("Tell administrators what goes wrong")),
    bounce_mailbox.read_mailbox: Every(60, _("Read the mailbox of returned mails")),
}
