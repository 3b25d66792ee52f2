"""The confirmation a comment needs before a moderator sees it."""

from django.db import models

from ngo_site.lib.confirming import Confirmable


class CommentOptIn(Confirmable):
    """Belongs to one stored comment. The address itself is only in the confirmation mail; here is its keyed tag."""

    comment = models.OneToOneField("articles.Comment", models.CASCADE, related_name="opt_in")
    address_tag = models.BinaryField(max_length=32, db_index=True)

    def __str__(self):
        return f"{self.comment_id}: {self.status}"

    def wiped(self):
        return {"address_tag": b""}
