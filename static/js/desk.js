// Moderating by keyboard. The keys work only while a card has the focus (WCAG 2.1.4); every button works without them.

const cards = [...document.querySelectorAll("[data-item]")];
const undo = document.querySelector("[data-key=u]");
const hint = document.getElementById("keys");
const PLACE = "queue place";

const current = () => cards.findIndex((card) => card.contains(document.activeElement));

const go = (place) => {
  const card = cards[Math.max(0, Math.min(place, cards.length - 1))];
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest" });
};

const press = (button) => {
  if (!button) return;
  sessionStorage.setItem(PLACE, current());
  button.click();
};

const reply = (card) => {
  const details = card.querySelector("details.reply");
  if (!details) return;
  details.open = true;
  details.querySelector("textarea").focus();
};

const STEPS = { n: 1, j: 1, p: -1, k: -1 };

document.addEventListener("keydown", (event) => {
  const place = current();
  const isAtUndo = Boolean(undo?.contains(document.activeElement));
  if ((place < 0 && !isAtUndo) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  const key = event.key.toLowerCase();
  if (key in STEPS) go(Math.max(0, place + STEPS[key]));
  else if (key === "x") cards[place].querySelector("input[name=chosen]")?.click();
  else if (key === "u") press(undo);
  else if (place < 0) return;
  else if (key === "r") reply(cards[place]);
  else if ("ahs".includes(key)) press(cards[place].querySelector(`[data-key=${key}]`));
  else return;
  event.preventDefault();
});

// A reply that is begun comes back with every button of the page; whoever leaves it otherwise is asked.
const replies = [...document.querySelectorAll("details.reply textarea")];
let isSent = false;
document.addEventListener("submit", () => (isSent = true));
addEventListener("beforeunload", (event) => {
  if (!isSent && replies.some((reply) => reply.value.trim())) event.preventDefault();
});

if (cards.length) {
  if (hint) hint.hidden = false;
  // What was decided is gone, so the same place is the next one.
  go(Number(sessionStorage.getItem(PLACE) ?? 0));
  sessionStorage.removeItem(PLACE);
} else {
  // The last card is gone: whoever erred goes back by the same key.
  undo?.focus();
}
