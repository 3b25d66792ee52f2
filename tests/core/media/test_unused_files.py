"""Files that no picture knows are swept away, a day later."""

import os
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from core.media.renditions import make_renditions
from core.media.unused_files import remove_lost_files
from tests.factories import make_person, make_photo, make_picture_file

pytestmark = pytest.mark.django_db


def files():
    return set(default_storage.listdir("pictures")[1])


def make_old():
    for name in files():
        age(f"pictures/{name}")


def age(name):
    os.utime(default_storage.path(name), (time.time() - 90_000,) * 2)


class Cancelled(Exception):
    pass


def test_a_file_whose_transaction_was_rolled_back_is_swept_and_no_other():
    remove_lost_files.call()
    photo = make_photo()
    make_person(file=make_picture_file(), alt="Amina at her desk")
    make_renditions.call("articles", "photo", photo.pk)
    make_old()
    remove_lost_files.call()
    kept = files()
    assert any("-320." in name for name in kept)
    with pytest.raises(Cancelled), transaction.atomic():
        make_photo()
        raise Cancelled
    default_storage.save("pictures/lost-640.avif", ContentFile(b"of a worker that was killed"))
    assert len(files()) == len(kept) + 2
    remove_lost_files.call()
    assert len(files()) == len(kept) + 2  # somebody may be in the middle of a transaction
    make_old()
    remove_lost_files.call()
    assert files() == kept
