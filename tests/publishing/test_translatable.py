"""A translation names its original, which is in another language and translates nothing itself."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories import make_article, make_petition, make_poster

pytestmark = pytest.mark.django_db

kinds = pytest.mark.parametrize("make", [make_article, make_petition, partial(make_poster, alt="A hand")])


def refused(obj, **fields) -> set:
    """Return the fields that are named when the object is changed so."""
    kept = {name: getattr(obj, name) for name in fields}
    for name, value in fields.items():
        setattr(obj, name, value)
    try:
        obj.clean()
        obj.validate_constraints()
    except ValidationError as error:
        return set(getattr(error, "message_dict", {}))
    finally:
        for name, value in kept.items():
            setattr(obj, name, value)
    return set()


@kinds
def test_what_a_translation_may_name(make):
    original, other = make(), make()
    french = make(language="fr", translation_of=original)
    assert refused(other, language="de", translation_of=original) == set()
    assert refused(other, language="de", translation_of=french) == {"translation_of"}
    assert refused(other, language="de", translation_of=other) == {"translation_of"}
    assert refused(other, translation_of=original) == {"language"}
    assert refused(other, language="fr", translation_of=original) == {"__all__"}
    assert refused(original, language="de", translation_of=other) == {"translation_of"}
    assert refused(french) == set()


@kinds
def test_the_database_refuses_a_second_translation_and_one_of_itself(make):
    original, french, other = make(), make(language="fr"), make(language="fr")
    type(french).objects.filter(pk=french.pk).update(translation_of=original)
    for obj, itself in ((other, original), (other, other)):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(obj).objects.filter(pk=obj.pk).update(translation_of=itself)
