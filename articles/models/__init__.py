from ..comments import Comment
from .album import Album, AlbumPlace
from .article import Article
from .byline import Byline
from .following import CommentPass, Follower, Notice
from .mention import Mention
from .moderation import Ban, Decision, Flag, Judgement, SpamToken, WatchedWord
from .opt_in import CommentOptIn
from .outgoing import OutgoingMention
from .photo import Photo
from .series import Series
from .tag import Tag, TagAlias

__all__ = [
    "Album",
    "AlbumPlace",
    "Article",
    "Ban",
    "Byline",
    "Comment",
    "CommentOptIn",
    "CommentPass",
    "Decision",
    "Flag",
    "Follower",
    "Judgement",
    "Mention",
    "Notice",
    "OutgoingMention",
    "Photo",
    "Series",
    "SpamToken",
    "Tag",
    "TagAlias",
    "WatchedWord",
]
