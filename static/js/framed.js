// Our page in a frame of WordPress: tell how high it is, and have it open the links, which its sandbox forbids us.
// (What WordPress listens to is in its wp-embed.js; other pages are told nothing.)
const secret = /secret=([A-Za-z0-9]{1,40})/.exec(location.hash)?.[1];
if (secret && parent !== self) {
  document.documentElement.dataset.grows = ""; // as high as its words and its picture, and not as its frame
  const tell = (message, value) => parent.postMessage({ message, value, secret }, "*");
  const tellHeight = () => tell("height", Math.ceil(document.body.getBoundingClientRect().height));
  // At once, too: browsers do not watch the size of what is hidden, and WordPress hides it until it hears of it.
  addEventListener("load", tellHeight);
  new ResizeObserver(tellHeight).observe(document.body);
  addEventListener("message", (event) => event.data?.message === "ready" && tellHeight());
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    tell("link", link.href);
  });
}
