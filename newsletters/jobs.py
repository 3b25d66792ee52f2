"""What the newsletters app does outside of a visitor's request: how often, or how urgently."""

from django.utils.translation import gettext_lazy as _

from core.jobs.registry import Every

from . import retention

PERIODIC = {retention.forget_unconfirmed_subscribers: Every(3600, _("Delete subscribers who never confirmed"))}
