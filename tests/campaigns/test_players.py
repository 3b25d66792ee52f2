"""Films from elsewhere: the right player, and nothing from hosts we do not know."""

import pytest

from campaigns.players import player_for

YOUTUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0"


@pytest.mark.parametrize(
    ("url", "platform", "frame"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube", YOUTUBE),
        ("https://youtube.com/watch?list=x&v=dQw4w9WgXcQ", "YouTube", YOUTUBE),
        ("https://m.youtube.com/shorts/dQw4w9WgXcQ", "YouTube", YOUTUBE),
        ("https://youtu.be/dQw4w9WgXcQ?t=4", "YouTube", YOUTUBE),
        ("https://vimeo.com/76979871", "Vimeo", "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"),
        (
            "https://www.dailymotion.com/video/x8abcd1",
            "Dailymotion",
            "https://geo.dailymotion.com/player.html?video=x8abcd1",
        ),
        ("https://dai.ly/x8abcd1", "Dailymotion", "https://geo.dailymotion.com/player.html?video=x8abcd1"),
        (
            "https://framatube.org/w/9c9de5e8",
            "PeerTube",
            "https://framatube.org/videos/embed/9c9de5e8?autoplay=1&p2p=0",
        ),
        (
            "https://framatube.org/videos/watch/9c9de5e8",
            "PeerTube",
            "https://framatube.org/videos/embed/9c9de5e8?autoplay=1&p2p=0",
        ),
    ],
)
def test_the_page_of_a_film_leads_to_its_player(url, platform, frame):
    player = player_for(url)
    assert (player.platform, player.frame_url) == (platform, frame)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "http://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/",
        "https://www.youtube.com/watch?v=%22%3E%3Cscript%3E",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example/youtube.com/watch?v=dQw4w9WgXcQ",
        "https://peertube.unknown.example/w/9c9de5e8",
        "https://vimeo.com/",
        "https://dai.ly/",
    ],
)
def test_anything_else_has_no_player(url):
    assert player_for(url) is None
