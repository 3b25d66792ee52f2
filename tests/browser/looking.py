"""What is looked at on every page: does it fit, who else is asked, can everybody use it."""

import os

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# WCAG 1.4.3 asks for no contrast in what is pure decoration.
DECORATION = "[aria-hidden=true]"
RUN_AXE = """([wanted, decoration]) => axe.run({ exclude: [decoration] }, { runOnly: wanted, preload: false })
  .then(({ violations }) => violations)"""

# What sticks out of the page, other than inside something that scrolls by itself.
STICKING_OUT = """() => {
  const page = document.documentElement, width = page.clientWidth, found = [];
  if (page.scrollWidth <= width) return found;
  for (const element of document.querySelectorAll("body *")) {
    const box = element.getBoundingClientRect();
    if (box.width && (page.dir === "rtl" ? box.left < -1 : box.right > width + 1))
      found.push(`${element.localName}.${element.className} ${Math.round(box.left)}…${Math.round(box.right)}`);
  }
  return [`${page.scrollWidth} pixels in ${width}`, ...found.slice(0, 5)];
}"""

# A list that scrolls sideways within the page: nobody sees that there are more columns.
SCROLLING_LISTS = """() => [...document.querySelectorAll("#changelist .results")]
  .filter((list) => list.scrollWidth > list.clientWidth)
  .map((list) => `a list of ${list.scrollWidth} pixels in ${list.clientWidth}`)"""

# Headings that are cut off, because what surrounds them is clipped: the page is no wider for it.
CUT_OFF = """() => [...document.querySelectorAll("h1, h2, h3")].filter((heading) => {
  const box = heading.getBoundingClientRect();
  return box.width > 1 && (box.left < -1 || box.right > document.documentElement.clientWidth + 1);
}).map((heading) => heading.textContent)"""

# Headings and captions with other words over them.
OVERPRINTED = """() => {
  const words = [...document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, figcaption, td, th)")]
    .filter((element) => element.checkVisibility() && element.textContent.trim());
  const boxes = new Map(words.map((element) => [element, element.getBoundingClientRect()]));
  const over = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1;
  const found = [];
  for (const one of words.filter((element) => element.matches("h1, h2, h3, h4, figcaption")))
    for (const other of words)
      if (!one.contains(other) && !other.contains(one) && over(boxes.get(one), boxes.get(other)))
        found.push(`${one.textContent.trim().slice(0, 40)} | ${other.textContent.trim().slice(0, 40)}`);
  return found;
}"""

# WCAG 1.4.11: the ring differs from what it stands on by three to one.
FOCUSED = """() => {
  const rgba = (colour) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour) => rgba(colour).slice(0, 3).map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const ground = (element) => {
    while (element && !rgba(getComputedStyle(element).backgroundColor)[3]) element = element.parentElement;
    return element ? getComputedStyle(element).backgroundColor : "white";
  };
  const contrast = (one, two) => {
    const [less, more] = [light(one), light(two)].sort((a, b) => a - b);
    return (more + 0.05) / (less + 0.05);
  };
  const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
  if (element === document.body) return null;
  element.dataset.reached = "yes";
  return {
    what: `${element.localName} ${element.textContent.trim().slice(0, 40) || element.name || element.id}`,
    // The buttons inside a film's player are the browser's own, with their own outlines.
    outlined: element.localName === "video" || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      && contrast(style.outlineColor, ground(element.parentElement)) >= 3,
    inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""

NOT_REACHED = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, video")]
  .filter((element) => element.tabIndex >= 0 && element.type !== "hidden" && element.checkVisibility())
  .filter((element) => !element.dataset.reached).map((element) => element.outerHTML.slice(0, 120))"""


class Watch:
    """Keeps a record of what a page does behind its reader's back."""

    def __init__(self, page: Page, site: str):
        self.troubles = []
        self.site = site
        page.on("request", self._on_request)
        page.on("response", self._on_response)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))

    def _on_request(self, request):
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.troubles.append(f"asks elsewhere: {request.url}")

    def _on_response(self, response):
        if "set-cookie" in response.headers:
            self.troubles.append(f"sets a cookie: {response.url}")
        if response.status >= 400 and not response.request.is_navigation_request():
            self.troubles.append(f"{response.status}: {response.url}")

    def _on_console(self, message):
        # A page that answers 404 or 422 is reported as such, and meant.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.troubles.append(f"{message.type}: {message.text}")


def sample(pages) -> list:
    """Return every sixth of the desk’s pages, to keep each run short; with ``ALL_PAGES=1`` all of them."""
    return list(pages)[:: 1 if os.environ.get("ALL_PAGES") else 6]


def violations(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 A and AA, by day and, as to colours, by night: a line for each element."""
    page.evaluate(Axe().axe_script)
    page.emulate_media(color_scheme="light")
    found = page.evaluate(RUN_AXE, [WCAG, DECORATION])
    page.emulate_media(color_scheme="dark")
    # Nothing may fade from one colour to the other: until it has, nobody can read it.
    assert page.evaluate("document.getAnimations().map((one) => one.effect.target.outerHTML.slice(0, 200))") == []
    found += page.evaluate(RUN_AXE, [["color-contrast", "link-in-text-block"], DECORATION])
    return [f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def tab_through(page: Page) -> list[dict]:
    """Press Tab until the focus leaves the page; return every stop."""
    stops = []
    while len(stops) < 300:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            break
        stops.append(stop)
    return stops
