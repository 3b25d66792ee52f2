"""Who hears or sees a page's title alone learns from it that their form was not taken."""

import pytest

from tests.factories import make_comment
from tests.ngo_site import strangers
from tests.ngo_site.everything import make_everything
from tests.ngo_site.test_html_behind_forms import FORMS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", [path for path in FORMS if path != "/webmention/"])  # that speaks to machines
def test_the_title_of_a_refused_form_begins_with_error(client, path):
    (article,) = [obj for obj in make_everything(slug="sample") if obj._meta.model_name == "article"]
    path = path.format(comment=make_comment(article).pk)
    page = client.get(path)
    assert "<title>Error" not in page.text
    form = strangers.forms(page.text)[-1]
    filled = strangers.fill_in(form)
    wrong = {
        name: value if name in {"form_token", "csrfmiddlewaretoken"} else "x" * 5 for name, value in filled.items()
    }
    answer = client.post((form.get("action") or path).partition("#")[0], wrong | {"website": ""})
    assert 'role="alert"' in answer.text
    assert "<title>Error: " in answer.text
