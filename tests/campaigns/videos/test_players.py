"""Films from elsewhere: the right player, and nothing from hosts we do not know."""

import pytest

from campaigns.videos.players import NoPlayerError, find_player, player_for

YOUTUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0"
VIMEO = "https://player.vimeo.com/video/823141156?autoplay=1&dnt=1"
UNLISTED = "https://player.vimeo.com/video/823141156?h=90e6d75118&autoplay=1&dnt=1"
DAILYMOTION = "https://geo.dailymotion.com/player.html?video=x89eyek"
UUID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"
PEERTUBE = f"https://framatube.org/videos/embed/{UUID}?autoplay=1&p2p=0"
SHORT = "https://framatube.org/videos/embed/kkGMgK9ZtnKfYAgnEtQxbv?autoplay=1&p2p=0"


@pytest.mark.parametrize(
    ("url", "platform", "frame"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube", YOUTUBE),
        ("https://youtube.com/watch?list=x&v=dQw4w9WgXcQ", "YouTube", YOUTUBE),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PLbpi6ZahtOH6Ar_3GPy3workshop&index=2", "YouTube", YOUTUBE),
        ("https://m.youtube.com/shorts/dQw4w9WgXcQ", "YouTube", YOUTUBE),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ?feature=share", "YouTube", YOUTUBE),
        ("https://www.youtube.com/live/dQw4w9WgXcQ?si=x", "YouTube", YOUTUBE),
        ("https://www.youtube.com/v/dQw4w9WgXcQ", "YouTube", YOUTUBE),
        ("https://www.youtube.com/embed/dQw4w9WgXcQ/", "YouTube", YOUTUBE),
        ("https://music.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube", YOUTUBE),
        ("http://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube", YOUTUBE),
        ("youtu.be/dQw4w9WgXcQ", "YouTube", YOUTUBE),
        (" www.youtube.com/watch?v=dQw4w9WgXcQ ", "YouTube", YOUTUBE),
        ("//www.youtube.com/embed/dQw4w9WgXcQ", "YouTube", YOUTUBE),
        ("https://youtu.be/dQw4w9WgXcQ?t=95", "YouTube", f"{YOUTUBE}&start=95"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=95s", "YouTube", f"{YOUTUBE}&start=95"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1h2m3s", "YouTube", f"{YOUTUBE}&start=3723"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ#t=1m35s", "YouTube", f"{YOUTUBE}&start=95"),
        ("https://www.youtube.com/embed/dQw4w9WgXcQ?start=30", "YouTube", f"{YOUTUBE}&start=30"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=later", "YouTube", YOUTUBE),
        (
            "https://www.youtube.com/playlist?list=PLbpi6ZahtOH6Ar_3GPy3workshop",
            "YouTube",
            "https://www.youtube-nocookie.com/embed/videoseries?list=PLbpi6ZahtOH6Ar_3GPy3workshop&autoplay=1&rel=0",
        ),
        ("https://vimeo.com/823141156", "Vimeo", VIMEO),
        ("http://vimeo.com/823141156?share=copy", "Vimeo", VIMEO),
        ("https://vimeo.com/823141156/90e6d75118", "Vimeo", UNLISTED),
        ("https://vimeo.com/823141156/90e6d75118?share=copy", "Vimeo", UNLISTED),
        ("https://player.vimeo.com/video/823141156?h=90e6d75118", "Vimeo", UNLISTED),
        ("https://vimeo.com/manage/videos/823141156/90e6d75118", "Vimeo", UNLISTED),
        ("https://vimeo.com/channels/staffpicks/823141156", "Vimeo", VIMEO),
        ("https://vimeo.com/groups/shortfilms/videos/823141156", "Vimeo", VIMEO),
        ("https://vimeo.com/showcase/3717822/video/823141156", "Vimeo", VIMEO),
        ("https://vimeo.com/823141156#t=30s", "Vimeo", f"{VIMEO}#t=30s"),
        ("https://vimeo.com/823141156?share=copy#t=10.5", "Vimeo", f"{VIMEO}#t=10s"),
        ("https://www.dailymotion.com/video/x89eyek", "Dailymotion", DAILYMOTION),
        ("https://www.dailymotion.com/video/x89eyek_babysitter-animals_fun", "Dailymotion", DAILYMOTION),
        ("https://www.dailymotion.com/embed/video/x89eyek?autoplay=1", "Dailymotion", DAILYMOTION),
        ("https://geo.dailymotion.com/player.html?video=x89eyek", "Dailymotion", DAILYMOTION),
        ("https://geo.dailymotion.com/player/x1abc.html?video=x89eyek", "Dailymotion", DAILYMOTION),
        ("https://dai.ly/x89eyek", "Dailymotion", DAILYMOTION),
        ("https://www.dailymotion.com/video/x89eyek?start=30", "Dailymotion", f"{DAILYMOTION}&startTime=30"),
        (
            "https://www.dailymotion.com/playlist/x5nmbq",
            "Dailymotion",
            "https://geo.dailymotion.com/player.html?playlist=x5nmbq",
        ),
        ("https://framatube.org/w/kkGMgK9ZtnKfYAgnEtQxbv", "PeerTube", SHORT),
        ("https://framatube.org/w/kkGMgK9ZtnKfYAgnEtQxbv;threadId=42", "PeerTube", SHORT),
        ("https://framatube.org/w/kkGMgK9ZtnKfYAgnEtQxbv?start=1m2s", "PeerTube", f"{SHORT}&start=62s"),
        (f"https://framatube.org/videos/watch/{UUID}", "PeerTube", PEERTUBE),
        (f"framatube.org/videos/embed/{UUID}", "PeerTube", PEERTUBE),
        (
            "https://framatube.org/w/p/kkGMgK9ZtnKfYAgnEtQxbv",
            "PeerTube",
            "https://framatube.org/video-playlists/embed/kkGMgK9ZtnKfYAgnEtQxbv?autoplay=1&p2p=0",
        ),
    ],
)
def test_the_page_of_a_film_leads_to_its_player(url, platform, frame):
    player = player_for(url)
    assert (player.platform, player.frame_url) == (platform, frame)


# A sentence that the editor reads, with its beginning.
@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", "Films from YouTube"),
        ("javascript:alert(1)", "Films from YouTube"),
        ("https://[", "Films from YouTube"),
        ("ftp://www.youtube.com/watch?v=dQw4w9WgXcQ", "Films from YouTube"),
        ("https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", "Films from YouTube"),
        ("https://evil.example/youtube.com/watch?v=dQw4w9WgXcQ", "Films from YouTube"),
        ("https://youtube.com@evil.example/watch?v=dQw4w9WgXcQ", "Films from YouTube"),
        ("https://peertube.unknown.example/w/kkGMgK9ZtnKfYAgnEtQxbv", "Films from YouTube"),
        ("https://www.youtube.com/", "This is a page of YouTube"),
        ("https://www.youtube.com/@amnesty", "This is a page of YouTube"),
        ("https://www.youtube.com/results?search_query=dQw4w9WgXcQ", "This is a page of YouTube"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQwords", "This is a page of YouTube"),
        ("https://www.youtube.com/watch?v=%22%3E%3Cscript%3E", "This is a page of YouTube"),
        ("https://www.youtube.com/clip/UgkxVO8Q7OSJmXvXQk5C0lD8Vn4f", "This is a clip of YouTube"),
        ("https://vimeo.com/", "This is a page of Vimeo"),
        ("https://vimeo.com/staffpicks", "This is a page of Vimeo"),
        ("https://vimeo.com/channels/staffpicks", "This is a page of Vimeo"),
        ("https://vimeo.com/event/4154230", "This is a live event of Vimeo"),
        ("https://vimeo.com/showcase/3717822", "This is a page of Vimeo"),
        ("https://dai.ly/", "This is a page of Dailymotion"),
        ("https://www.dailymotion.com/franceinfo", "This is a page of Dailymotion"),
        ("https://framatube.org/c/news/videos", "This is a page of PeerTube"),
        ("https://framatube.org/w/words", "This is a page of PeerTube"),
    ],
)
def test_anything_else_is_told(url, told):
    assert player_for(url) is None
    with pytest.raises(NoPlayerError, match=told):
        find_player(url)
