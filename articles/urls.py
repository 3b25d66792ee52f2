"""Addresses of the articles app."""

from django.urls import path

from . import feeds
from .views import articles, comments, linkbacks, photos

app_name = "articles"

urlpatterns = [
    path("articles/", articles.article_list, name="list"),
    path("articles/feed/", feeds.rss, name="feed"),
    path("articles/feed/atom/", feeds.atom, name="feed-atom"),
    path("articles/tags/<uslug:slug>/", articles.tag, name="tag"),
    path("articles/tags/<uslug:slug>/feed/", feeds.rss, name="tag-feed"),
    path("articles/tags/<uslug:slug>/feed/atom/", feeds.atom, name="tag-feed-atom"),
    path("articles/comments/confirm/<token>/", comments.comment_confirm, name="comment-confirm"),
    path("articles/comments/withdraw/<token>/", comments.comment_withdraw, name="comment-withdraw"),
    path("articles/<uslug:slug>/", articles.article, name="article"),
    path("articles/<uslug:slug>/comments/", comments.comment, name="comment"),
    path("articles/<uslug:slug>/comments/sent/", comments.comment_sent, name="comment-sent"),
    path("articles/<uslug:slug>/comments/<int:pk>/reply/", comments.comment_reply, name="comment-reply"),
    path("photos/", photos.photo_list, name="photos"),
    path("photos/<uslug:slug>/", photos.photo, name="photo"),
    path("pingback/", linkbacks.pingback, name="pingback"),
    path("xmlrpc.php", linkbacks.pingback, name="xmlrpc"),
    path("webmention/", linkbacks.webmention, name="webmention"),
    path("webmention/<uuid:status_id>/", linkbacks.webmention_status, name="webmention-status"),
    path("trackback/<path:page>", linkbacks.trackback, name="trackback"),
]
