"""What the organisation app does outside of a visitor's request, and how often."""

from django.utils.translation import gettext_lazy as _

from core.jobs.registry import Every

from . import retention

PERIODIC = {retention.forget_unconfirmed_volunteers: Every(3600, _("Delete volunteers who never confirmed"))}
