"""What the block editor keeps elsewhere, and what no text here can show, does not go unseen."""

import json
import re

from tests.ngo_site.wordpress.texts import converted, post


def test_shared_blocks_stand_where_they_are_named(survey):
    survey.patterns = {
        "711": "<!-- wp:paragraph --><p>مشترك</p><!-- /wp:paragraph -->",
        "5": '<!-- wp:block {"ref":5} /-->',
    }
    content = '<!-- wp:block {"ref":711} /-->\n\n<!-- wp:block {"ref":99} /--><!-- wp:block {"ref":5} /--><p>B</p>'
    body, remarks = converted(content, survey=survey)
    assert (body, remarks) == ("<p>مشترك</p><p>B</p>", ["shared blocks that are not in the file left out: 1"])


def test_blocks_that_make_their_words_themselves_are_named():
    content = '<!-- wp:latest-posts {"postsToShow":3} /--><!-- wp:acme/form /--><!-- wp:acme/form /--><p>B</p>'
    remark = "blocks without words of their own left out: acme/form (2 times), latest-posts"
    assert converted(content) == ("<p>B</p>", [remark])


def test_footnotes_become_ours():
    notes = [{"id": "a-1", "content": "Из <em>архива</em>."}, {"id": "b-2", "content": "unused"}]
    content = (
        '<!-- wp:paragraph --><p>Words<sup data-fn="a-1" class="fn"><a href="#a-1" id="a-1-link">1</a></sup> and'
        '<sup data-fn="gone" class="fn"><a href="#gone">2</a></sup>.</p><!-- /wp:paragraph --><!-- wp:footnotes /-->'
    )
    body, remarks = converted(content, item=post(meta={"footnotes": json.dumps(notes)}))
    assert re.fullmatch(r'<p>Words<small data-note="\w{8}">Из <em>архива</em>.</small> and.</p>', body)
    assert remarks == [
        "footnotes that are not in the file left out: 1",
        "footnotes to which nothing in the text refers left out: 1",
    ]
    assert converted("<!-- wp:html --><p>x</p>", item=post(meta={"footnotes": "{broken"}))[1] == [
        "footnotes that cannot be read left out: 1"
    ]


def test_scripts_forms_and_drawings_are_named():
    content = (
        "<script>x()</script><p style='background:url(/x.jpg)'>a</p>"
        "<form action='/x'><input name='q'></form><svg><path d='M0'/></svg>"
    )
    body, remarks = converted(content)
    assert body == "<p>a</p>"
    assert remarks == [
        "parts that this site cannot show left out: form, svg",
        "scripts left out: 1",
        "background pictures left out: 1",
    ]
