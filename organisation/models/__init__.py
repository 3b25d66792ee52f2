from .document import Document
from .edition import Edition
from .menu import Menu, MenuLink
from .page import Page
from .person import Person
from .report import Report
from .volunteer import AnswerTemplate, Volunteer, VolunteerEntry

__all__ = [
    "AnswerTemplate",
    "Document",
    "Edition",
    "Menu",
    "MenuLink",
    "Page",
    "Person",
    "Report",
    "Volunteer",
    "VolunteerEntry",
]
