"""What another blog sends us, and the page it sends it for."""

import xmlrpc.client

from core.http.throttle import Throttle
from tests.loopback import page


def ping(client, source, target, path="/pingback/"):
    body = xmlrpc.client.dumps((source, target), "pingback.ping")
    return client.post(path, body, content_type="text/xml")


def url(obj):
    return f"http://testserver{obj.get_absolute_url()}"


def forget_the_throttle():
    Throttle.objects.all().delete()


SOURCE = "https://blog.example/post"


def html(target, around="They wrote it down: {link}, and it is worth reading."):
    link = f'<a href="{target}">The press in the cellar</a>'
    return page(f"<title>A reader’s blog</title><p>{around.format(link=link)}</p>")
