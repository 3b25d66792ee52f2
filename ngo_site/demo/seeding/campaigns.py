"""The campaigns with their petitions, posters and films."""

import re

from campaigns.models import Appeal, Campaign, Petition, Poster, PosterSeries, Video
from core.richtext.markup import plain

from .adding import add, credit_of
from .content import content, credits
from .library import picture_of


def add_campaigns(say):
    entries = [
        {
            **_pick(campaign, "slug", "title", "summary", "signal", "body", "days_ago"),
            "picture_id": getattr(picture_of(f"campaign:{campaign['slug']}"), "pk", None),
        }
        for campaign in content("campaigns")["campaign"]
    ]
    add(Campaign, entries, "campaigns", say)


def add_petitions(say) -> list[Petition]:
    """Return the new ones."""
    entries = [
        {
            **_pick(petition, "slug", "title", "summary", "addressee", "goal", "body", "days_ago"),
            "demand": petition["demand"].strip(),
            "campaign": _campaign(petition),
        }
        for petition in content("petitions")["petition"]
    ]
    new = add(Petition, entries, "petitions", say)
    letters = {petition["slug"]: petition.get("appeals", []) for petition in content("petitions")["petition"]}
    for petition in new:
        for letter in letters[petition.slug]:
            Appeal.objects.create(petition=petition, **letter)
    return new


def add_posters(say):
    listed = credits("poster")
    entries = [
        {
            **_pick(poster, "slug", "title", "summary", "suggested_text", "language", "days_ago"),
            **credit_of(listed[poster["slug"]]),
            "words": poster["words"].strip(),
            "alt": listed[poster["slug"]]["alt"],
            "campaign": _campaign(poster),
            "picture": listed[poster["slug"]]["file"],
            "files": {"printable": listed[poster["slug"]]["pdf"]},
        }
        for poster in content("posters")["poster"]
    ]
    new = add(Poster, entries, "posters", say)
    _join_posters([poster.pk for poster in new])


def _join_posters(new: list[int]):
    """Tell the new posters their series, originals and petitions, past ``save``: nothing that is drawn changes."""
    rows = Poster.objects.filter(pk__in=new)
    for series in content("posters")["series"]:
        kept, _made = PosterSeries.objects.get_or_create(
            slug=series["slug"], defaults=_pick(series, "title", "summary")
        )
        for place, slug in enumerate(series["posters"], 1):
            rows.filter(slug=slug).update(series=kept, place=place)
    for poster in content("posters")["poster"]:
        if "translation_of" in poster:
            rows.filter(slug=poster["slug"]).update(
                translation_of=Poster.objects.filter(slug=poster["translation_of"]).first()
            )
        if poster.get("petition"):
            rows.filter(slug=poster["slug"]).update(
                petition=Petition.objects.filter(campaign__slug=poster["campaign"]).first(), qr_in_print=True
            )


def add_videos(say):
    listed = credits("video")
    entries = [_video(video, listed[video["slug"]]) for video in content("videos")["video"]]
    add(Video, entries, "films", say)


def _video(video, still) -> dict:
    """The film's own credit comes first, then that of the still in front of it."""
    names = [video.get("credit"), still.get("credit")]
    return {
        **_pick(video, "slug", "title", "summary", "language", "days_ago"),
        **credit_of(still),
        "credit": ". ".join(name for name in names if name),
        "licence": video.get("licence") or still.get("licence", ""),
        "url": video.get("url", ""),
        "alt": still["alt"],
        "campaign": _campaign(video),
        "transcript": "\n\n".join(plain(part).strip() for part in re.findall(r"<p>.*?</p>", video["transcript"], re.S)),
        "picture": still["still"],
        "files": {field: still[field] for field in ("mp4", "webm", "captions") if field in still},
    }


def _campaign(entry) -> Campaign:
    return Campaign.objects.get(slug=entry["campaign"])


def _pick(entry, *names) -> dict:
    return {name: entry[name] for name in names if name in entry}
