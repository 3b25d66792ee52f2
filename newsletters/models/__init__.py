from .issue import Delivery, Issue
from .subscriber import Subscriber
from .wording import ConsentWording

__all__ = ["ConsentWording", "Delivery", "Issue", "Subscriber"]
