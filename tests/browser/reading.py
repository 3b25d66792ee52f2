"""What a screen reader would say, out of Chromium's accessibility tree and the pages' live regions."""

from playwright.sync_api import Page

# A live region is heard when its words change. What a page came with is not heard.
_LISTEN = """(() => {
  const live = "[role=status], [role=alert], [role=log], output, [aria-live=polite], [aria-live=assertive]";
  const before = new Map();
  const words = (region) => region.checkVisibility() ? region.textContent.replace(/\\s+/g, " ").trim() : "";
  addEventListener("load", () => {
    for (const region of document.querySelectorAll(live)) before.set(region, words(region));
    new MutationObserver((changes) => {
      const regions = changes.map(({ target }) => (target.closest ? target : target.parentElement)?.closest(live));
      for (const region of new Set(regions)) {
        if (!region) continue;
        const now = words(region);
        if (now && now !== before.get(region)) window.sayAloud(now);
        before.set(region, now);
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
})()"""


class Reader:
    """Reads pages aloud; ``heard`` is what their live regions have said so far."""

    def __init__(self, page: Page):
        self.page = page
        self.heard: list[str] = []
        self.session = page.context.new_cdp_session(page)
        page.expose_function("sayAloud", lambda words: self.heard.append(words))
        page.add_init_script(_LISTEN)

    def nodes(self) -> list[dict]:
        """Return the nodes that a screen reader is given, those in the frames of the page included."""
        frames = [self.session.send("Page.getFrameTree")["frameTree"]]
        nodes = []
        for frame in frames:
            nodes += self.session.send("Accessibility.getFullAXTree", {"frameId": frame["frame"]["id"]})["nodes"]
            frames += frame.get("childFrames", [])
        return [node for node in nodes if not node["ignored"]]

    def focus(self) -> str:
        """Return role, name and description of what has the focus; the page itself when nothing on it has."""
        focused = [node for node in self.nodes() if _properties(node).get("focused")]
        controls = [node for node in focused if _role(node) != "RootWebArea"]
        return _words((controls or focused)[-1])

    def nameless(self) -> list[str]:
        """Return the controls that are read without a name. The main part of a page only takes the focus of a link."""
        return [_words(node) for node in self._controls() if not node.get("name", {}).get("value", "").strip()]

    def controls(self) -> list[str]:
        """Return role, name and description of everything that can have the focus, in the order of the page."""
        return [_words(node) for node in self._controls()]

    def _controls(self) -> list[dict]:
        return [node for node in self.nodes() if "focusable" in _properties(node) and _role(node) != "main"]

    def headings(self) -> list[tuple[int, str]]:
        """Return level and words of every heading, in the order in which they are read."""
        found = [node for node in self.nodes() if _role(node) == "heading"]
        return [(_properties(node)["level"], node["name"]["value"]) for node in found]

    def walk(self, key: str, name: str) -> list[str]:
        """Press a key until a control with these words in its name has the focus; return the controls on the way."""
        way = [self.focus()]
        while name not in way[-1]:
            assert len(way) < 30, way
            self.page.keyboard.press(key)
            way.append(self.focus())
        return way

    def listen_for(self, words: str) -> None:
        """Wait until a live region says something with these words."""
        for _ in range(400):
            if any(words in said for said in self.heard):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{words!r} was not said, but: {self.heard}")


def _properties(node: dict) -> dict:
    return {one["name"]: one["value"].get("value") for one in node.get("properties", [])}


def _role(node: dict) -> str:
    return node["role"]["value"]


def _words(node: dict) -> str:
    said = [node.get(part, {}).get("value", "") for part in ("role", "name", "description")]
    return ", ".join(" ".join(part.split()) for part in said if part)
