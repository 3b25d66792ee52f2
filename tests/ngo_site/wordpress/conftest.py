"""The old site's uploads, and those of them that are here."""

import pytest

from ngo_site.wordpress import reading
from ngo_site.wordpress.media import Library
from ngo_site.wordpress.survey import Survey
from ngo_site.wordpress.text import Kept
from ngo_site.wordpress.uploads import Uploads
from tests.ngo_site.wordpress.texts import SITE, upload


@pytest.fixture
def survey():
    survey = Survey()
    uploads = [upload("7", "press.jpg", "1"), upload("8", "буква.png", "1"), upload("9", "report.pdf", "1")]
    survey.read([reading.Site(address=SITE), *uploads])
    return survey


@pytest.fixture
def library(survey):
    library = Library()
    library.uploads = Uploads(SITE)
    for number, width in [("7", 1600), ("8", 300)]:
        here = Kept(int(number), f"photo:p{number}", f"/media/pictures/p{number}.jpg", f"Alt {number}", "", width)
        library.by_number[number] = here
        library.uploads.add(survey.attachments[number].address, here)
    return library
