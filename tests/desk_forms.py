"""What an editor's form sends, for tests that need no browser."""

from html.parser import HTMLParser

from django.contrib.auth.models import Permission
from django.http import QueryDict


class Fields(HTMLParser):
    """Reads the fields of the admin's form as a browser would."""

    def __init__(self, page: str):
        super().__init__()
        self.data, self.select, self.area = QueryDict(mutable=True), None, None
        self.is_inside = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "form":
            self.is_inside = (
                attrs.get("id", "").endswith("_form") and attrs.get("method") == "post" and "novalidate" in attrs
            )
        if not self.is_inside:
            return
        if tag == "input" and name and attrs.get("type") not in {"submit", "file", "radio"}:
            if attrs.get("type") != "checkbox" or "checked" in attrs:
                self.data.appendlist(name, attrs.get("value", "on" if attrs.get("type") == "checkbox" else ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in attrs:
            self.data.appendlist(self.select, attrs["value"])
        elif tag == "textarea":
            self.area, self.words = name, ""

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea" and self.area:
            self.data.appendlist(self.area, self.words.removeprefix("\n"))
            self.area = None
        elif tag == "form":
            self.is_inside = False

    def handle_data(self, data):
        if self.area:
            self.words += data


def opened(client, path: str) -> dict:
    """Open a form; return its fields, each with its value or values."""
    return fields(client.get(path))


def fields(response) -> dict:
    return {name: values if len(values) > 1 else values[0] for name, values in Fields(response.text).data.lists()}


def editor(django_user_model, name: str, *codenames: str):
    """An account that may only this."""
    user = django_user_model.objects.create_user(name, is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return user


def planned_for(at: str) -> dict[str, str]:
    """Return the two boxes beside “Save as a change for later”, filled in: 2026-12-10T09:00."""
    day, _t, hour = at.partition("T")
    return {"_schedule-at_0": day, "_schedule-at_1": hour}
