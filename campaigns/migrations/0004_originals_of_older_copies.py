"""Note of which photograph older portraits, covers and stills are copies.

A copy has the very bytes of its original. Where several photographs have them, nobody can tell which was copied, and
where none has them, the picture was sent as a file, or its original was replaced since: such a picture stays as it is.
"""

import hashlib

from django.db import migrations

KINDS = [("organisation", "Person"), ("organisation", "Report"), ("campaigns", "Video")]


def note_originals(apps, schema_editor):
    photos = apps.get_model("articles", "Photo").objects.exclude(file="")
    digests = {}
    for label, name in KINDS:
        pictures = apps.get_model(label, name).objects
        for picture in pictures.filter(copied_from="").exclude(file="").iterator(100):
            alike = photos.filter(width=picture.width, height=picture.height)
            same = [photo.pk for photo in alike.iterator(100) if _is_same(picture.file, photo.file, digests)]
            if len(same) == 1:
                unchanged = pictures.filter(pk=picture.pk, file=picture.file.name, copied_from="")
                unchanged.update(copied_from=f"articles.photo:{same[0]}")


def _is_same(one, other, digests):
    try:
        return one.size == other.size and _digest(one, digests) == _digest(other, digests)
    except OSError:  # the file of one of them is missing
        return False


def _digest(file, digests):
    if file.name not in digests:
        digest = hashlib.sha256()
        with file.storage.open(file.name) as opened:
            for piece in opened.chunks():
                digest.update(piece)
        digests[file.name] = digest.digest()
    return digests[file.name]


class Migration(migrations.Migration):
    # Each picture by itself: no row is kept from others while files are read.
    atomic = False

    dependencies = [
        ("articles", "0001_initial"),
        ("campaigns", "0003_copied_from"),
        ("organisation", "0002_copied_from"),
    ]

    operations = [migrations.RunPython(note_originals, migrations.RunPython.noop)]
