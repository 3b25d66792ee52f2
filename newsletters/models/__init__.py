from .issue import Delivery, Issue
from .subscriber import Subscriber

__all__ = ["Delivery", "Issue", "Subscriber"]
