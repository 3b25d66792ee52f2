"""Dates and times at the desk: as people type them, in the site's zone, and as they read them.

A year out of all reason is refused, for the database could keep and not read it: midnight of 1 January 1 in Berlin is
still the year before Christ in UTC; one such row would break every list with it.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2999


def likely(at: date) -> None:
    """Raise ValidationError unless the year of a moment is one that an editor can mean."""
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValidationError(_("Please look at the year again: it lies too far from today."), code="year")


def on_the_clock(shown: datetime) -> datetime:
    """Return the moment at which the clocks of the site's zone show this.

    Raises ValidationError for what they never show, and for what they show twice, when the hour changes (PEP 495).
    """
    likely(shown)
    zone = timezone.get_current_timezone()
    first, second = (shown.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    before, after = (moment.utcoffset() or timedelta() for moment in (first, second))
    if before == after:
        return first
    if before < after:
        text = _("The clocks are put forward then: there is no %(time)s on %(day)s. Please choose another time.")
    else:
        text = _("The clocks are put back then: %(time)s comes twice on %(day)s. Please choose another time.")
    named = {"time": f"{shown:%H:%M}", "day": formats.date_format(shown, "DATE_FORMAT")}
    raise ValidationError(text, code="clocks", params=named)


def time_in_words(at: datetime) -> str:
    """Return a moment of these days in the site's zone: 09:00, or 9 December, 09:00 when that is not today."""
    local = timezone.localtime(at)
    time = formats.date_format(local, "H:i")
    if local.date() == timezone.localdate():
        return time
    return f"{formats.date_format(local, 'MONTH_DAY_FORMAT')}, {time}"


def in_words(at: datetime) -> str:
    """Return a moment in the site's zone, with the name of the zone: 10 Dec 2026, 09:00 Europe/Berlin."""
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return f"{formats.date_format(local, 'DATETIME_FORMAT')} {settings.TIME_ZONE}"


class MomentWidget(forms.SplitDateTimeWidget):
    """The browser's own boxes for a date and a time, with the name of the zone behind them."""

    supports_microseconds = False

    def __init__(self, attrs: dict[str, Any] | None = None, time_format: str = "%H:%M:%S"):
        super().__init__(attrs, "%Y-%m-%d", time_format, {"type": "date"}, {"type": "time"})

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        boxes = super().render(name, value, attrs, renderer)
        zone = format_html('<span class="zone">{}</span>', settings.TIME_ZONE)
        return format_html('<span class="moment">{} {}</span>', boxes, zone)


class DayWidget(forms.DateInput):
    """The browser's own box for a date."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs, format="%Y-%m-%d")


class MomentField(forms.SplitDateTimeField):
    """Two boxes, a date and a time, in the site's zone."""

    widget = MomentWidget
    default_validators = [likely]

    def compress(self, data_list: Any) -> datetime | None:
        if not data_list:
            return None
        day, time = data_list
        if day in EMPTY_VALUES:
            raise ValidationError(_("Please write the date, too."), code="incomplete")
        if time in EMPTY_VALUES:
            raise ValidationError(_("Please write the time, too."), code="incomplete")
        return on_the_clock(datetime.combine(day, time))
