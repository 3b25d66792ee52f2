"""What the organisation app does outside of a visitor's request, and how often."""

from . import retention

PERIODIC = {retention.forget_unconfirmed_volunteers: 3600}  # seconds between two calls
