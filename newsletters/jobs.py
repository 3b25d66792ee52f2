"""What the newsletters app does outside of a visitor's request: how often, or how urgently."""

from . import retention

PERIODIC = {retention.forget_unconfirmed_subscribers: 3600}  # seconds between two calls
