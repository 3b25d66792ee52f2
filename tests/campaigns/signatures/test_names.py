"""A public name never says more than its owner chose."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.signatures.names import STYLES, public_name


@pytest.mark.parametrize(
    ("name", "initial", "first"),
    [
        ("Maria Silva", "Maria S.", "Maria"),
        ("  Jean  Paul Sartre ", "Jean S.", "Jean"),
        ("Jean-Luc Picard", "Jean-Luc P.", "Jean-Luc"),
        ("Ludwig van Beethoven", "Ludwig B.", "Ludwig"),
        ("Sinéad O’Connor", "Sinéad O.", "Sinéad"),
        ("MARIA SILVA", "MARIA S.", "MARIA"),
        ("J. Moreau", "J. M.", "J."),
        ("Иван Иванов", "Иван И.", "Иван"),
        ("Іван Франко", "Іван Ф.", "Іван"),
        ("محمد علي", "محمد ع.", "محمد"),
        ("Ελένη Παππά", "Ελένη Π.", "Ελένη"),
        ("צ׳רלי כהן", "צ׳רלי כ.", "צ׳רלי"),
        # Letters with what belongs to them, however they were typed
        (unicodedata.normalize("NFD", "José Éluard"), "José É.", "José"),
        ("Adé Ẹ\u0301kúndayò", "Adé Ẹ\u0301.", "Adé"),
        ("Ana E\u0301\u0321mile", "Ana E\u0321\u0301.".replace("E\u0321\u0301", "\u00c9\u0321"), "Ana"),
        ("किरण किशोर", "किरण कि.", "किरण"),
        ("प्रिया क्षत्रिय", "प्रिया क्ष.", "प्रिया"),
        ("பிரியா நிலா", "பிரியா நி.", "பிரியா"),
        ("สมชาย เกษม", "สมชาย ก.", "สมชาย"),
        # Not part of the name
        ("Maria Silva (she/her)", "Maria S.", "Maria"),
        ("Maria Silva [she/her", "Maria S.", "Maria"),
        ("Maria Silva she/her", "Maria S.", "Maria"),
        ("Maria Silva ♥", "Maria S.", "Maria"),
        ("Martin Luther King Jr.", "Martin K.", "Martin"),
        ("Martin Luther King, Jr.", "Martin K.", "Martin"),
        ("Henry Jones III", "Henry J.", "Henry"),
        ("Dr. Maria Silva", "Maria S.", "Maria"),
        ("Prof. Dr. Maria Silva, M.Sc.", "Maria S.", "Maria"),
        ("Frau Anna Schmidt", "Anna S.", "Anna"),
    ],
)
def test_a_name_of_which_the_first_word_is_the_given_one(name, initial, first):
    assert (public_name(name), public_name(name, "first")) == (initial, first)
    assert public_name(name, "unknown") == initial


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("王小明", "王."),
        ("李 小龙", "李."),
        ("김민수", "김."),
        ("김 민수", "김."),
        ("山田 太郎", "山."),
        ("マリア・シルバ", "マ."),
        ("សុខ សុភា", "សុ."),
        ("Nguyễn Văn An", "N."),
        ("Trần Thị Mơ", "T."),
        ("Suharto", "S."),
        ("Maria", "M."),
        ("Frau Schmidt", "S."),
        ("Mr. Smith", "S."),
        ("Schmidt, Anna", "S."),
        ("Smith, Jo", "S."),
        ("Smith,Jo", "S."),
        ("محمد، علي", "م."),
        ("M.Jansen", "M."),
        ("M.Jansen Peters", "M."),
        ("Schmidt Anna-Lena M.", "S."),
        ("Jansen M.", "J."),
        ("DUPONT Jean", "D."),
        ("Иванов Иван Иванович", "И."),
        ("Петрова Анна Ильинична", "П."),
        ("Ivanov Ivan Ivanovich", "I."),
        ("Əliyev Əli Vəli oğlu 7", "Ə."),
        ("anna_schmidt k", "a."),
        ("’t Hooft", "t."),
        ("เกษม", "ก."),
        ("किरण", "कि."),
        ("(Maria)", "M."),
        ("Jr.", "J."),
        ("1984", "1."),
        ("♥", ""),
    ],
)
def test_what_cannot_be_shortened_for_certain_is_one_letter(name, letter):
    assert {style: public_name(name, style) for style in STYLES if style != "full"} == dict.fromkeys(
        ("initial", "first", "letter"), letter
    )


def test_where_the_familys_name_is_written_first_one_letter_is_shown():
    assert [public_name("Kovács Anna", "initial", language) for language in ("hu", "vi", "en")] == [
        "K.",
        "K.",
        "Kovács A.",
    ]
    assert public_name("Wang Xiaoming", "first", "zh-hans") == "W."


def test_a_full_name_is_shown_as_it_was_typed():
    assert public_name(" Maria  Silva (she/her)", "full") == "Maria Silva (she/her)"


@given(st.text(min_size=1, max_size=40), st.sampled_from(["initial", "first", "letter"]))
def test_whatever_was_typed_no_more_than_a_first_name_and_a_letter_is_shown(name, style):
    shown = public_name(name, style)
    assert len(shown.split()) <= {"initial": 2, "first": 1, "letter": 1}[style]
    assert unicodedata.normalize("NFC", shown) == shown
