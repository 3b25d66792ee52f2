"""Addresses of the articles app."""

from django.urls import path

from .comments.views import comments, own_comment, readers
from .feeds import views as feeds
from .mentions import views as mention_views
from .photos import views as photos
from .views import articles, lists

app_name = "articles"

urlpatterns = [
    path("articles/", lists.article_list, name="list"),
    *feeds.paths("articles/feed/", feeds.of_all, "feed"),
    path("articles/tags/<uslug:slug>/", lists.tag, name="tag"),
    *feeds.paths("articles/tags/<uslug:slug>/feed/", feeds.of_tag, "tag-feed"),
    path("articles/series/<uslug:slug>/", lists.series, name="series"),
    *feeds.paths("articles/series/<uslug:slug>/feed/", feeds.of_series, "series-feed"),
    *feeds.paths("people/<uslug:slug>/feed/", feeds.of_author, "author-feed"),
    path("articles/archive/", lists.archive, name="archive"),
    path("articles/<year:year>/", lists.archive_year, name="archive-year"),
    path("articles/<year:year>/<month:month>/", lists.archive_month, name="archive-month"),
    path("articles/comments/confirm/<token>/", own_comment.comment_confirm, name="comment-confirm"),
    path("articles/comments/withdraw/<token>/", own_comment.comment_withdraw, name="comment-withdraw"),
    path("articles/comments/edit/<token>/", own_comment.comment_edit, name="comment-edit"),
    path("articles/comments/follow/confirm/<token>/", readers.follow_confirm, name="follow-confirm"),
    path("articles/comments/unsubscribe/<key>/", readers.unsubscribe, name="followup-unsubscribe"),
    path("articles/<uslug:slug>/", articles.article, name="article"),
    *feeds.paths("articles/<uslug:slug>/feed/", feeds.of_responses, "article-feed"),
    path("articles/<uslug:slug>/comments/", comments.comment, name="comment"),
    path("articles/<uslug:slug>/comments/sent/", comments.comment_sent, name="comment-sent"),
    path("articles/<uslug:slug>/comments/<int:pk>/reply/", comments.comment_reply, name="comment-reply"),
    path("articles/<uslug:slug>/comments/<int:pk>/report/", readers.comment_report, name="comment-report"),
    path("articles/<uslug:slug>/comments/reported/", readers.comment_reported, name="comment-reported"),
    path("articles/<uslug:slug>/comments/follow/", readers.follow, name="follow"),
    path("articles/<uslug:slug>/comments/follow/sent/", readers.follow_sent, name="follow-sent"),
    path("articles/<uslug:slug>/comments/write/<key>/", comments.comment_with_key, name="comment-with-key"),
    path("articles/<uslug:slug>/responses/comment-<int:pk>/", comments.response, {"kind": "comment"}, name="response"),
    path("articles/<uslug:slug>/responses/mention-<int:pk>/", comments.response, {"kind": "mention"}, name="response"),
    path("photos/", photos.photo_list, name="photos"),
    path("photos/albums/<uslug:slug>/", photos.album, name="album"),
    path("photos/albums/<uslug:slug>/<uslug:photo_slug>/", photos.photo_in_album, name="album-photo"),
    path("photos/<uslug:slug>/", photos.photo, name="photo"),
    path("pingback/", mention_views.pingback, name="pingback"),
    path("xmlrpc.php", mention_views.pingback, name="xmlrpc"),
    path("webmention/", mention_views.webmention, name="webmention"),
    path("webmention/<uuid:status_id>/", mention_views.webmention_status, name="webmention-status"),
    path("trackback/<path:page>", mention_views.trackback, name="trackback"),
]
