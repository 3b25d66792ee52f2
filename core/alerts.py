"""Troubles of the site that were noticed: since when, seen last, and when the administrators were told."""

from django.db import models


class Alert(models.Model):
    """``key`` is that of a part of the site (``ngo_site/health/parts.py``); the row goes when the trouble is over."""

    key = models.CharField(max_length=40, primary_key=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.key} since {self.began_at}"
