from .approval import Approval
from .issue import Delivery, Issue, LetterCorrection
from .subscriber import FormerTopic, Subscriber
from .wording import ConsentWording

__all__ = ["Approval", "ConsentWording", "Delivery", "FormerTopic", "Issue", "LetterCorrection", "Subscriber"]
