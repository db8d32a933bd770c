// The article: choosing, showing some, correcting. Words that are selected are sent as they stand; the server finds them.
import { act, copy, deeds, say } from "./desk.js";

const text = () => document.getElementById("text");
const card = document.getElementById("card");
let chosen = new URLSearchParams(location.search).get("s") || card?.querySelector("[data-card]")?.dataset.card || "";
let only = { look: "", kind: "", unchecked: false };
let goOn = "";
let selected = null;

const runs = (id) => [...document.querySelectorAll('#text a.q[data-s="' + CSS.escape(id) + '"]')];
const all = () => [...document.querySelectorAll("#text a.q[id]:not(.dim)")];

function light() {
  for (const one of document.querySelectorAll("#text [aria-current]")) one.removeAttribute("aria-current");
  for (const one of document.querySelectorAll("#text .lit")) one.classList.remove("lit");
  if (!chosen) return;
  for (const one of runs(chosen)) one.setAttribute("aria-current", "true");
  for (const one of document.querySelectorAll('#text [data-of="' + CSS.escape(chosen) + '"]')) one.classList.add("lit");
}

function choose(id, { focus = false } = {}) {
  chosen = id;
  light();
  const first = runs(id)[0];
  if (first) {
    const box = first.getBoundingClientRect();
    const covered = matchMedia("(max-width: 62rem)").matches ? innerHeight / 2 : 80; // by the card, below the text
    if (box.top < 80 || box.bottom > innerHeight - covered) first.scrollIntoView({ block: "center" });
    if (focus) first.focus({ preventScroll: true });
  }
  history.replaceState(null, "", "?s=" + id + "#" + id);
  return htmx.ajax("GET", "/statements/" + id + "/card", { target: "#card", swap: "innerHTML" });
}

function step(by) {
  const list = all();
  if (!list.length) return;
  const at = list.findIndex((one) => one.id === chosen);
  choose(list[at < 0 ? 0 : Math.max(0, Math.min(list.length - 1, at + by))].id, { focus: true });
}

function show() {
  for (const one of document.querySelectorAll("#text a.q")) {
    one.classList.toggle("dim", Boolean((only.look && !one.classList.contains(only.look)) || (only.kind && !one.classList.contains(only.kind)) || (only.unchecked && one.classList.contains("judged"))));
  }
  for (const chip of document.querySelectorAll(".chip")) {
    chip.setAttribute("aria-pressed", String("unchecked" in chip.dataset ? only.unchecked : chip.dataset.only ? chip.dataset.only === only.look : chip.dataset.kind === only.kind));
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("#text a.q");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    if (!String(getSelection())) choose(link.dataset.s);
  }
  const chip = event.target.closest(".chip");
  if (chip && !("unchecked" in chip.dataset)) {
    if (chip.dataset.only) only.look = only.look === chip.dataset.only ? "" : chip.dataset.only;
    else only.kind = only.kind === chip.dataset.kind ? "" : chip.dataset.kind;
    show();
  }
});

// -- selecting -------------------------------------------------------------------------------------

function around(range, before) {
  const whole = document.createRange();
  whole.selectNodeContents(text());
  if (before) whole.setEnd(range.startContainer, range.startOffset);
  else whole.setStart(range.endContainer, range.endOffset);
  return String(whole);
}

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  const bar = document.getElementById("selected");
  if (!bar || !text()) return;
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  if (range && text().contains(range.commonAncestorContainer) && String(range).trim()) {
    selected = { exact: String(range), prefix: around(range, true).slice(-120), suffix: around(range, false).slice(0, 120) };
    bar.hidden = false;
  } else if (!bar.contains(document.activeElement)) {
    selected = null;
    bar.hidden = true;
  }
});

function send(form, more) {
  if (!selected) { say("Select words in the text first."); return; }
  for (const [name, value] of Object.entries({ ...selected, ...more })) form.elements[name].value = value;
  form.requestSubmit();
  getSelection().removeAllRanges();
  document.getElementById("selected").hidden = true;
  selected = null;
}

const open = () => { const details = document.getElementById("correct"); if (details) { details.open = true; details.querySelector("#c-speaker")?.select(); } };

Object.assign(deeds, {
  next: () => step(1),
  previous: () => step(-1),
  open: () => card?.querySelector(".who a")?.focus(),
  correct: open,
  give: (number) => {
    const person = [...document.querySelectorAll(".chip[data-person]")].filter((chip) => chip.dataset.person)[number]?.dataset.person;
    const form = document.getElementById("correct-form");
    if (!person || !form) return;
    form.elements.speaker.value = person;
    form.requestSubmit();
  },
  accept: () => {
    if (!chosen || !card?.querySelector("[data-card]")) { say("Choose a statement first."); return; }
    const form = document.getElementById("accept-form");
    if (!form) { step(1); return; }
    const list = all();
    goOn = list[list.findIndex((one) => one.id === chosen) + 1]?.id || "";
    form.requestSubmit();
  },
  end: (move) => card?.querySelector('#end-form [value="' + CSS.escape(move) + '"]')?.click(),
  "only-unchecked": () => { only.unchecked = !only.unchecked; show(); },
  "not-a-quotation": () => card?.querySelector('[name="quotation"]')?.click(),
  missed: () => send(document.getElementById("missed-form"), {}),
  "these-words": () => (chosen ? send(document.getElementById("words-form"), { statement: chosen }) : say("Choose a statement first.")),
  explain: () => card?.querySelector('[data-do="explain-here"]')?.click(),
  "explain-here": () => {},
  history: () => { if (chosen && text()) location.href = "/statements/" + chosen; },
  undo: () => document.getElementById("undo-form")?.requestSubmit(),
  back: () => { const details = document.getElementById("correct"); if (details?.open) details.open = false; else { document.activeElement.blur(); chosen = ""; light(); } },
  "copy-quotation": () => {
    const words = card?.querySelector("blockquote")?.textContent;
    const who = card?.querySelector(".who")?.textContent.trim();
    if (words) copy(words + " (" + who + ", " + document.querySelector("h1").textContent.trim() + ") " + location.href, "Words, speaker and link are copied.");
  },
});

// A card that says that something changed: the text is asked for anew, for its colours are the server's.
document.addEventListener("htmx:after:swap", async () => {
  const now = card?.querySelector("[data-card]");
  if (!now?.hasAttribute("data-changed")) return;
  now.removeAttribute("data-changed");
  chosen = now.dataset.card;
  const document_ = document.querySelector("[data-document]")?.dataset.document;
  if (!document_) return;
  const answer = await fetch("/documents/" + document_ + "/text", { headers: { "HX-Request": "true" } });
  if (!answer.ok) { say("The text could not be loaded anew. Reload the page."); return; }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("whole");
  document.getElementById("whole").replaceWith(document.adoptNode(fresh));
  show();
  light();
  history.replaceState(null, "", "?s=" + chosen + "#" + chosen);
  if (goOn) {
    const next = goOn;
    goOn = "";
    say(card.querySelector(".done")?.firstChild?.textContent.trim() + " The one before this can be taken back: k, then u.");
    choose(next, { focus: true });
  }
});

light();
if (chosen && text()) runs(chosen)[0]?.scrollIntoView({ block: "center" });
export { act };
