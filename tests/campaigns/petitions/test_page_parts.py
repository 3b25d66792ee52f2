"""A petition's page and what stands beside the petition, in a few queries whatever there is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Appeal, Channel, PetitionUpdate, ShareText, Signature
from campaigns.petitions.page_parts import PageParts, parts_of
from campaigns.sharing import share_codes
from newsletters.models import ConsentWording
from tests.factories import make_campaign, make_petition, make_photo

pytestmark = pytest.mark.django_db


def make_name(petition, name, minutes=0, **fields):
    at = timezone.now() - timedelta(minutes=minutes)
    fields = {"country": "FR", "region": "Lyon", "status": "confirmed", "confirmed_at": at, **fields}
    key = name.encode().ljust(32)
    return Signature.objects.create(petition=petition, fingerprint=key, sealed=b"", display_name=name, **fields)


def test_a_petition_alone_has_nothing_beside_it():
    make_name(make_petition(), "Somebody else")
    assert parts_of(make_petition()) == PageParts()
    assert parts_of(make_petition(published_at=None)) == PageParts()


def test_its_languages_the_original_first():
    original = make_petition(language="fr", title="Libérez-les")
    english = make_petition(language="en", title="Free them", translation_of=original)
    make_petition(language="de", title="Lasst sie frei", translation_of=original)
    make_petition(language="es", title="Liberadlos", translation_of=original, published_at=None)
    for petition in (original, english):
        versions = parts_of(petition).versions
        assert [one.title for one in versions] == ["Libérez-les", "Lasst sie frei", "Free them"]
    assert versions[2].get_absolute_url() == english.get_absolute_url()
    assert versions[0].language_name == original.get_language_display()


def test_who_signed_last_and_wants_to_be_named():
    original = make_petition(language="fr")
    translation = make_petition(language="en", translation_of=original)
    for number in range(13):
        make_name(original, f"Alice {number}", minutes=number)
    make_name(original, "")
    make_name(original, "Bob", status="held")
    for petition in (original, translation):
        names = parts_of(petition).names
        assert [name.display_name for name in names] == [f"Alice {number}" for number in range(12)]
    assert (names[0].region, names[0].country.name) == ("Lyon", "France")


def test_its_corrections_are_those_of_its_own_words():
    original = make_petition(language="fr", demand="Libérez les.")
    translation = make_petition(language="en", translation_of=original)
    original.correct("Libérez-les.", "A hyphen was missing.")
    original.correct("Libérez-les !", "Louder.")
    [first, second] = parts_of(original).corrections
    kept = original.corrections.first()
    assert (first.pk, first.was, first.is_now) == (kept.pk, "Libérez les.", "Libérez-les.")
    assert (first.reason, first.made_at) == ("A hyphen was missing.", kept.made_at)
    assert second.reason == "Louder."
    assert parts_of(translation).corrections == []


def test_letters_are_its_own_or_those_of_its_original():
    original, other = make_petition(language="fr"), make_petition()
    translation = make_petition(language="en", translation_of=original)
    Appeal.objects.create(petition=original, whom="The Minister", email="m@example.org", subject="Ink", text="Let go.")
    assert [parts_of(one).is_written_to for one in (original, translation, other)] == [True, True, False]


def test_links_carry_the_suggested_words():
    petition = make_petition()
    ShareText.objects.create(petition=petition, channel=Channel.X, text="Four of them.")
    share_codes.make_missing_codes()
    codes = parts_of(petition).share_codes
    assert codes == share_codes.codes_of(petition)
    assert [code.words for code in codes[Channel.X]] == ["Four of them."]
    assert [code.words for code in codes[Channel.MAIL]] == [""]


@pytest.mark.parametrize("many", [1, 3])
def test_its_page_takes_the_same_few_queries(client, django_assert_num_queries, many):
    petition = make_petition(campaign=make_campaign(picture=make_photo()))
    for number in range(many):
        make_name(petition, f"Alice {number}")
        PetitionUpdate.objects.create(petition=petition, title=f"News {number}", picture=make_photo())
        petition.correct(f"Demand {number}.", "Clearer.")
        ShareText.objects.create(petition=petition, channel=Channel.X, text=f"Words {number}")
    share_codes.make_missing_codes()
    client.get("/petitions/")  # content types are looked up once a process
    ConsentWording.objects.current("en")  # and what is agreed to once in two seconds
    with django_assert_num_queries(4):
        page = client.get(petition.get_absolute_url()).text
    assert f"Alice {many - 1}" in page
    assert f"News {many - 1}" in page
