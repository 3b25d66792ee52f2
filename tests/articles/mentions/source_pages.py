"""A page of somebody else's, read as if it had sent a mention."""

from articles.mentions.source_page import read

OURS = "https://ours.example/articles/first/"


THEIRS = "https://blog.example/2026/answer/"


LINK = f'<a href="{OURS}">this</a>'


def reading(document, **more):
    return read(document, THEIRS, [OURS], **more)
