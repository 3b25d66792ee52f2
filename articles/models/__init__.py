from ..comments import Comment
from .article import Article, Tag
from .mention import Mention
from .opt_in import CommentOptIn
from .photo import Photo

__all__ = ["Article", "Comment", "CommentOptIn", "Mention", "Photo", "Tag"]
