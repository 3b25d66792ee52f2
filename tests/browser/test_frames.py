"""What others put in a frame is whole there, however wide it is, however long its words are and in whichever script."""

import json
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from campaigns.models import Tally
from campaigns.sharing import kit
from ngo_site.seo import frames
from tests.browser.looking import STICKING_OUT
from tests.factories import (
    make_article,
    make_campaign,
    make_petition,
    make_photo,
    make_poster,
    make_video,
)
from tests.loopback import page as html

WIDTHS = (280, 320, 415, 600, 800)
# Titles and summaries: as long as they may be, with words as long as languages have them, and short ones.
TITLES = {
    "en": "Free the four printers of Lantern Lane, and give back the press and everything that was printed on it " * 2,
    "de": "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle, Rindfleischetikettierungs" * 2,
    "ru": "Верните печатный станок и всё достопримечательное, что на нём высокопревосходительно напечатали " * 2,
    "ar": "أعيدوا المطبعة وكل ما طُبع عليها، فالحق في حُرِّيَّةِ الرأي والتعبير للجميع " * 3,
    "hi": "छापाखाना लौटाओ और जो कुछ उस पर छपा है वह भी, क्योंकि प्रेस की आज़ादी सबकी है " * 2,
    "my": "ပုံနှိပ်စက်ကို ပြန်ပေးပါ၊ လွတ်လပ်စွာ ရေးသားခွင့်သည် လူတိုင်းအတွက် ဖြစ်သည် " * 3,
    "zh": "把印刷机还给他们" * 25,
    "fr": "Liberté",
}
MAKERS = {"article": make_article, "campaign": make_campaign, "petition": make_petition, "video": make_video}

# What is seen of a card: where its button is, what cannot be reached, and which of its words lie over others.
LOOK = """() => {
  const box = [...document.querySelectorAll("main .button")].at(-1).getBoundingClientRect();
  const parts = [...document.querySelectorAll("main > *")].filter((part) => part.checkVisibility())
    .map((part) => part.getBoundingClientRect());
  return {
    buttonIsWhole: box.height > 20 && box.top >= 0 && box.bottom <= innerHeight
      && box.left >= 0 && box.right <= document.documentElement.clientWidth,
    below: Math.max(0, document.documentElement.scrollHeight - innerHeight),
    overlaps: parts.filter((part, place) => place && part.top < parts[place - 1].bottom - 1).length,
  };
}"""
WHOLE = {"buttonIsWhole": True, "below": 0, "overlaps": 0}


@pytest.fixture(scope="module")
def objs(house):
    """One of each kind that has a card, in each language; articles and petitions with and without a picture."""
    made = {}
    for language, title in TITLES.items():
        words = {"language": language, "title": title[:200].strip(), "summary": (title * 2)[:300].strip()}
        photo = make_photo()
        campaign = make_campaign(**words, picture=photo)
        made[language] = [campaign, make_article(**words), make_article(**words, picture=photo), make_video(**words)]
        made[language] += [make_petition(**words), make_petition(**words, campaign=campaign)]
    for petition in (objs[-1] for objs in made.values()):
        Tally.objects.create(petition=petition, country="KE", count=1_234_567)
    return made


def oembed(house, obj, **more) -> dict:
    prefix = "/ar" if getattr(obj, "language", "") == "ar" else ""
    address = house.url + prefix + obj.get_absolute_url()
    size = "".join(f"&{name}={value}" for name, value in more.items())
    with urlopen(f"{house.url}/oembed/?url={address}{size}", timeout=30) as answer:
        return json.load(answer)


def on_a_blog(house, page, *snippets: str, style: str = "") -> None:
    """Open a page of another origin that has the snippets."""
    style = f"body {{ margin: 0; overflow-wrap: anywhere }} {style}"
    text = f"<!DOCTYPE html><meta charset=utf-8><title>Bob</title><style>{style}</style>{''.join(snippets)}"
    house.blog.answers["/look"] = html(text, content_type="text/html; charset=utf-8")
    page.goto(house.blog.url("/look", host="blog.localhost"))


@pytest.fixture
def page(browser, house):
    with browser.new_context(viewport={"width": 800, "height": 600}) as context:
        yield context.new_page()


def looks(page) -> list[dict]:
    frames = [frame for frame in page.frames if frame.parent_frame]
    return [frame.evaluate(LOOK) | {"out": frame.evaluate(STICKING_OUT)} for frame in frames]


@pytest.mark.parametrize("language", TITLES)
def test_cards_are_whole_at_every_width_in(language, objs, house, page):
    answers = [oembed(house, obj) for obj in objs[language]]
    assert {answer["type"] for answer in answers} == {"rich"}
    on_a_blog(house, page, *(answer["html"] for answer in answers), style="iframe { display: block; width: 100% }")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 600})
        assert looks(page) == [WHOLE | {"out": []}] * len(answers), width
        assert page.evaluate(STICKING_OUT) == []


def test_a_card_is_no_wider_than_the_page_around_it_and_no_larger_than_was_asked_for(objs, house, page):
    cards = [oembed(house, obj, maxwidth=320)["html"] for obj in objs["en"]]
    for width in (280, 800):
        page.set_viewport_size({"width": width, "height": 600})
        on_a_blog(house, page, *cards)
        assert page.evaluate(STICKING_OUT) == []
        assert looks(page) == [WHOLE | {"out": []}] * len(cards)
        sizes = page.locator("iframe").evaluate_all("frames => frames.map((frame) => frame.offsetWidth)")
        assert set(sizes) == {min(width, 320)}


def test_in_a_low_frame_words_give_way_to_the_button_and_the_rest_is_scrolled_to(objs, house, page):
    short = objs["fr"]
    on_a_blog(house, page, *(oembed(house, obj, maxheight=240)["html"] for obj in short))
    assert looks(page) == [WHOLE | {"out": []}] * len(short)
    answer = oembed(house, objs["en"][-1], maxheight=120)
    assert answer["height"] == 120
    on_a_blog(house, page, answer["html"])
    button = page.frame_locator("iframe").get_by_role("link", name="Sign the petition")
    expect(button).not_to_be_in_viewport()
    page.mouse.move(100, 60)
    page.mouse.wheel(0, 2000)
    expect(button).to_be_in_viewport(ratio=1)


def test_pictures_have_the_size_that_is_told(house, page):
    for obj in (make_photo(), make_poster()):
        for width in WIDTHS:
            told = oembed(house, obj, maxwidth=width)
            on_a_blog(house, page, f'<img src="{told["url"]}" style="max-width: {width}px">')
            shown = page.locator("img").evaluate("img => [img.naturalWidth, img.naturalWidth / img.naturalHeight]")
            assert told["width"] <= min(width, shown[0])
            assert shown[1] == pytest.approx(told["width"] / told["height"], rel=0.02)


def test_nothing_else_has_a_card(objs):
    """Whatever gets one is looked at above."""
    assert set(frames.FRAMED) == set(MAKERS)
    assert {type(obj)._meta.model_name for obj in objs["en"]} == set(MAKERS)


@pytest.mark.parametrize("language", TITLES)
def test_the_form_and_the_film_of_the_kit_are_whole_at_every_width_in(language, objs, house, page):
    *_others, video, _unsigned, petition = objs[language]
    petition.signed = 0
    form = kit.pieces(petition, None)[1].snippet.replace("http://testserver", house.url)
    film = video.frame_snippet.replace("http://testserver", house.url)
    on_a_blog(house, page, form.replace('loading="lazy"', ""), film.replace('loading="lazy"', ""))
    form, film = [frame for frame in page.frames if frame.parent_frame]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 600})
        assert form.evaluate(LOOK) == WHOLE, width
        assert form.evaluate(STICKING_OUT) == film.evaluate(STICKING_OUT) == page.evaluate(STICKING_OUT) == []
        assert film.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
        assert film.get_by_role("heading").evaluate("h => h.getBoundingClientRect().bottom <= innerHeight")
