from ..comments import Comment
from .album import Album, AlbumPlace
from .article import Article, Tag
from .following import CommentPass, Follower, Notice
from .mention import Mention
from .moderation import Ban, Decision, Flag, Judgement, SpamToken, WatchedWord
from .opt_in import CommentOptIn
from .outgoing import OutgoingMention
from .photo import Photo

__all__ = [
    "Album",
    "AlbumPlace",
    "Article",
    "Ban",
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
    "SpamToken",
    "Tag",
    "WatchedWord",
]
