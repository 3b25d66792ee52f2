from .page import Page
from .person import Person
from .report import Report
from .volunteer import Volunteer

__all__ = ["Page", "Person", "Report", "Volunteer"]
