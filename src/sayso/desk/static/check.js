// The check: draft, verdict and evidence move together.
import { copy, deeds } from "./desk.js";

const list = [...document.querySelectorAll(".verdict")];
let at = -1;

const quoted = (id) => [...document.querySelectorAll('.pane a.v[data-s="' + CSS.escape(id) + '"]')];

function into(pane, one) {
  if (!one) return;
  if (getComputedStyle(pane).overflowY === "auto" && pane.scrollHeight > pane.clientHeight) {
    pane.scrollTo({ top: one.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop - pane.clientHeight / 3 });
  }
}

function choose(number, focus = true) {
  if (!list.length) return;
  at = Math.max(0, Math.min(list.length - 1, number));
  const now = list[at];
  list.forEach((one) => one.classList.toggle("here", one === now));
  for (const one of document.querySelectorAll(".pane [aria-current]")) one.removeAttribute("aria-current");
  const places = quoted(now.dataset.id);
  places.forEach((one) => one.setAttribute("aria-current", "true"));
  for (const pane of document.querySelectorAll(".pane")) into(pane, pane.contains(now) ? now : places.find((one) => pane.contains(one)));
  if (focus) now.focus({ preventScroll: getComputedStyle(now.closest(".pane")).overflowY === "auto" });
  history.replaceState(null, "", "#v-" + now.dataset.id);
}

function flagged(step) {
  for (let next = at + step; next >= 0 && next < list.length; next += step) {
    if (list[next].dataset.standing === "flag") { choose(next); return; }
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".pane a.v");
  if (link) { event.preventDefault(); choose(list.findIndex((one) => one.dataset.id === link.dataset.s)); return; }
  const verdict = event.target.closest(".verdict");
  if (verdict && !event.target.closest("a, button")) choose(list.indexOf(verdict), false);
});

Object.assign(deeds, {
  next: () => choose(at + 1),
  previous: () => choose(at - 1),
  "next-flagged": () => flagged(1),
  "previous-flagged": () => flagged(-1),
  "accept-as-is": () => {
    const details = list[at]?.querySelector("details.accept");
    if (details) { details.open = true; details.querySelector('[name="why"]').focus(); }
  },
  "list-only": () => {
    const alone = document.querySelector(".three").classList.toggle("alone");
    document.querySelector('[data-do="list-only"]')?.setAttribute("aria-pressed", String(alone));
    if (at >= 0) list[at].scrollIntoView({ block: "center" });
  },
  "copy-evidence": () => { const words = list[at]?.querySelector("[data-evidence]")?.textContent; if (words) copy(words.trim(), "The words of the evidence are copied."); },
});

const asked = location.hash.startsWith("#v-") ? list.findIndex((one) => one.id === location.hash.slice(1)) : -1;
if (asked >= 0) choose(asked, false);
