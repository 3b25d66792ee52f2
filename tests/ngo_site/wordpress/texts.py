"""A text of the old site, converted."""

import re

from ngo_site.wordpress import converting, reading
from ngo_site.wordpress.text import Text

SITE = "https://old.example"


UPLOADS = f"{SITE}/wp-content/uploads"


def upload(number, name, parent="0"):
    fields = dict.fromkeys(reading.ExportedItem.__dataclass_fields__, "")
    fields |= {"id": number, "kind": "attachment", "title": f"Title {number}", "parent": parent, "order": 0}
    fields |= {"attachment_url": f"{UPLOADS}/{name}", "terms": [], "comments": [], "meta": {}}
    return reading.ExportedItem(**fields)


def post(**fields):
    item = upload("1", "")
    item.kind = "post"
    for name, value in fields.items():
        setattr(item, name, value)
    return item


def converted(content, **around) -> tuple[str, list[str]]:
    body, remarks = converting.body(content, Text(around.pop("item", post()), **around))
    return re.sub(r"\n\s*", "", body), remarks


def picture(number, more=""):
    return f'<img data-embed="photo:p{number}" src="/media/pictures/p{number}.jpg" alt="{more}"'
