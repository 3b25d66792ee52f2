"""Clara pastes and drops what comes from Word, Google Docs, the pages of films and her own computer."""

from playwright.sync_api import expect

from articles.models import Photo
from campaigns.models import Video
from tests.browser.pasting import body, in_editor, open_draft, picture_file, save, told, transfer
from tests.paths import DATA

PASTED = DATA / "pasted"
INLINE = "data:image/png;base64,"


def pictures(desk):
    return body(desk).locator("figure img")


def test_a_text_of_word_comes_with_its_footnotes_and_names_its_pictures(desk):
    article = open_draft(desk, language="ru")
    desk.keyboard.press("Enter")
    transfer(desk, "paste", html=(PASTED / "word.html").read_text())
    expect(body(desk).locator("small[data-note]")).to_have_text(["Протокол, лист 3.", "Там же.И далее."])
    told(desk, "1 picture was left out, for its file did not come along. Drop the file into the text")
    desk.keyboard.type("After it.")
    seen = in_editor(desk)
    assert seen.endswith("</table><p>After it.</p>")
    assert '<thead><tr><th scope="col">' in seen
    assert 'href="mailto:press@example.org"' in seen
    assert not [rest for rest in ("ftn", "Toc", "GoBack", "file:") if rest in seen]
    kept = save(desk, article)
    assert kept.startswith("<p>Before.</p><h2>О суде</h2><p>Их судили <strong>ночью</strong><small data-note=")
    expect(desk.locator(".messagelist").get_by_text("left out")).to_have_count(0)


def test_a_text_of_google_docs_comes_whole_with_and_without_styles(desk):
    article = open_draft(desk, language="hi")
    desk.keyboard.press("Enter")
    transfer(desk, "paste", html=(PASTED / "google_docs.html").read_text())
    told(desk, "lh7-rt.googleusercontent.com")
    # As phones and tablets write it.
    open_tag = '<b style="font-weight:normal" id="docs-internal-guid-1">'
    transfer(desk, "paste", html=f'{open_tag}<p dir="ltr"><span>नमस्ते</span></p><p dir="ltr"><span>फिर</span></p></b>')
    expect(body(desk)).to_contain_text("फिर")
    kept = save(desk, article)
    assert kept.startswith("<p>Before.</p><p><strong>जेल में</strong><em> लिखा</em> गया.</p><ul><li>एक</li></ul>")
    assert 'href="https://example.org/%E0"' in kept
    assert "नमस्ते" in kept
    assert "<b>" not in kept


def test_pictures_in_pasted_text_go_into_the_library_even_when_it_is_saved_at_once(desk):
    article = open_draft(desk, title="监狱里")
    desk.keyboard.press("Enter")
    images = f'<img src="{INLINE}{picture_file()}" alt="一个牢房"> end <img src="{INLINE}{picture_file("#c00")}">'
    transfer(desk, "paste", html=f"<p>Words {images}</p>")
    expect(body(desk)).to_contain_text("Words")
    desk.keyboard.type("Next")
    kept = save(desk, article)
    second, first = Photo.objects.order_by("-pk")[:2]
    assert kept == (
        f'<p>Before.</p><p>Words end</p><p data-embed="photo:{first.slug}"></p><p data-embed="photo:{second.slug}"></p>'
        "<p>Next</p>"
    )
    assert (first.alt, first.title, second.alt) == ("一个牢房", "一个牢房", "")
    expect(pictures(desk)).to_have_count(2)


def test_a_dropped_file_becomes_a_picture_of_the_library_and_others_are_named(desk):
    article = open_draft(desk, "<p>Before.</p><p>After.</p>")
    pdf = ("доклад.pdf", "application/pdf", "JVBERi0xLjQK")
    transfer(desk, "drop", files=[("صحافة.png", "image/png", picture_file()), pdf])
    expect(pictures(desk)).to_have_count(1)
    told(desk, "“доклад.pdf” was not taken, and your text is as it was. This is a PDF.")
    expect(desk.get_by_text("not supported")).to_have_count(0)
    kept = save(desk, article)
    assert 'data-embed="photo:صحافة"' in kept
    assert kept.replace('<p data-embed="photo:صحافة"></p>', "") == "<p>Before.</p><p>After.</p>"


def test_a_copied_picture_is_pasted_between_the_words(desk):
    article = open_draft(desk, "<p>Before.</p>")
    # Browsers give its address beside the file.
    html = '<meta charset="utf-8"><img src="https://elsewhere.example/a.png" alt="Печатный станок">'
    transfer(desk, "paste", html=html, files=[("image.png", "image/png", picture_file())])
    expect(pictures(desk)).to_have_count(1)
    desk.keyboard.type("After it.")
    photo = Photo.objects.latest("pk")
    assert photo.alt == "Печатный станок"
    assert save(desk, article) == f'<p>Before.</p><p data-embed="photo:{photo.slug}"></p><p>After it.</p>'


def test_what_the_library_refuses_is_told_and_the_text_keeps_its_place(desk):
    open_draft(desk)
    before = Photo.objects.count()
    png = ("a.png", "image/png", picture_file())
    transfer(desk, "paste", files=[("broken.png", "image/png", picture_file()[:60])])
    told(desk, "“broken.png” was not taken, and your text is as it was. This picture is damaged")
    desk.evaluate("CKEDITOR.instances.id_body.config.libraryLargest = 10")
    transfer(desk, "paste", files=[png])
    told(desk, "The file is too large: at most 100 MB can be taken.")
    desk.evaluate("CKEDITOR.instances.id_body.config.libraryLargest = 1e8")
    desk.context.clear_cookies()
    transfer(desk, "paste", files=[("b.png", "image/png", picture_file())])
    told(desk, "You are logged out. Please log in again in a new window, then drop the picture once more.")
    expect(body(desk).locator(".embed-card")).to_have_count(0)
    assert in_editor(desk).startswith("<p>Before.</p>")
    # Words come in all the same.
    transfer(desk, "paste", html="<p>More <b>words</b></p>")
    expect(body(desk)).to_contain_text("More words")
    assert Photo.objects.count() == before


def test_the_address_of_a_film_alone_on_a_line_is_a_film(desk):
    article = open_draft(desk, title="Фильм", slug="film-in-text")
    desk.keyboard.press("Enter")
    transfer(desk, "paste", plain="https://youtu.be/dQw4w9WgXcQ?t=42")
    expect(body(desk).locator(".embed-card")).to_contain_text("Film in “Фильм”")
    desk.keyboard.type("After it.")
    kept = save(desk, article)
    film = Video.objects.get(slug="film-in-фильм")
    assert kept == f'<p>Before.</p><p data-embed="video:{film.slug}"></p><p>After it.</p>'
    # Within a sentence it stays an address.
    desk.evaluate("CKEDITOR.instances.id_body.setData('<p>See</p>')")
    body(desk).click()
    desk.keyboard.press("Control+End")
    transfer(desk, "paste", plain="https://youtu.be/dQw4w9WgXcQ")
    expect(body(desk)).to_contain_text("Seehttps://youtu.be/dQw4w9WgXcQ")
    transfer(desk, "paste", html='<iframe src="https://maps.example.org/embed?pb=1"></iframe>')
    told(desk, "What is shown at maps.example.org cannot be shown here; a link to it stands in its place")
