"""Parts of addresses."""

from django.urls import register_converter


class UnicodeSlug:
    """``<uslug:slug>``: letters and digits of any script, hyphens and underscores."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Year:
    """``<year:year>``: 1900 to 2999."""

    regex = "(?:19|2[0-9])[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class Month:
    """``<month:month>``: 01 to 12."""

    regex = "0[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02}"


register_converter(UnicodeSlug, "uslug")
register_converter(Year, "year")
register_converter(Month, "month")
