"""Parts of addresses."""

from django.urls import register_converter


class UnicodeSlug:
    """``<uslug:slug>``: letters and digits of any script, hyphens and underscores."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(UnicodeSlug, "uslug")
