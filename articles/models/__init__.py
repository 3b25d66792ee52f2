from ..comments.models.comment import Comment
from ..comments.models.follower import CommentPass, Follower, Notice
from ..comments.models.moderation import Ban, CommentEdit, Decision, Flag, Judgement, SpamToken, WatchedWord
from ..comments.models.opt_in import CommentOptIn
from ..mentions.models.mention import Mention
from ..mentions.models.outgoing import OutgoingMention
from ..photos.models.album import Album, AlbumPlace
from ..photos.models.photo import Photo
from .article import Article
from .byline import Byline
from .series import Series
from .tag import Tag, TagAlias

__all__ = [
    "Album",
    "AlbumPlace",
    "Article",
    "Ban",
    "Byline",
    "Comment",
    "CommentEdit",
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
