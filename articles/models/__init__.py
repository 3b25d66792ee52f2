from ..comments import Comment
from .album import Album, AlbumPlace
from .article import Article, Tag
from .mention import Mention
from .opt_in import CommentOptIn
from .outgoing import OutgoingMention
from .photo import Photo

__all__ = ["Album", "AlbumPlace", "Article", "Comment", "CommentOptIn", "Mention", "OutgoingMention", "Photo", "Tag"]
