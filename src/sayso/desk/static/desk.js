// What every page does: keys, the list's row, dropped files, light or dark. No text is ever counted here.
const body = document.body;
const keys = JSON.parse(body.dataset.keys || "{}");
export const deeds = {};
const toast = document.getElementById("toast");
let waiting = "";
let row = -1;

export function say(words) {
  toast.textContent = words;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.textContent = ""; }, 4000);
}

export function copy(words, told) {
  navigator.clipboard?.writeText(words).then(() => say(told), () => say("The browser did not let it be copied."));
}

const rows = () => [...document.querySelectorAll("main [data-row]")].filter((one) => one.offsetParent !== null);

function toRow(step) {
  const all = rows();
  if (!all.length) return;
  row = Math.max(0, Math.min(all.length - 1, all.findIndex((one) => one.classList.contains("here")) + (step || 0)));
  all.forEach((one, at) => one.classList.toggle("here", at === row));
  all[row].scrollIntoView({ block: "center" });
  (all[row].querySelector("[data-open]") || all[row]).focus({ preventScroll: true });
  sessionStorage.setItem("row " + location.pathname + location.search, String(row));
}

// Of two that may be one: the row at hand, else the first.
const decide = (is) => (document.querySelector("[data-row].here") || document.querySelector("[data-row].pair"))?.querySelector('[name="is"][value="' + is + '"]')?.click();

Object.assign(deeds, {
  search: () => document.getElementById("find").select(),
  help: () => document.getElementById("keys").showModal(),
  next: () => toRow(rows().some((one) => one.classList.contains("here")) ? 1 : 1),
  previous: () => toRow(-1),
  open: () => document.querySelector("[data-row].here [data-open]")?.click(),
  back: () => (document.activeElement !== body ? document.activeElement.blur() : history.length > 1 && history.back()),
  "copy-link": () => copy(location.href, "The link is copied."),
  print: () => window.print(),
  same: () => decide("same"),
  different: () => decide("different"),
  undo: () => document.getElementById("undo-form")?.requestSubmit(),
  theme: () => {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const now = document.documentElement.dataset.theme || (dark ? "dark" : "light");
    const then = now === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = then;
    document.cookie = "sayso-theme=" + then + "; path=/; max-age=31536000; samesite=strict";
  },
});

export function act(name) {
  if (name.startsWith("go:")) location.href = name.slice(3);
  else if (name.startsWith("give:")) deeds.give?.(Number(name.slice(5)));
  else if (name.startsWith("end:")) deeds.end?.(name.slice(4));
  else if (name.startsWith("to:")) deeds.to?.(Number(name.slice(3)));
  else if (name.startsWith("speed:")) deeds.speed?.(Number(name.slice(6)));
  else deeds[name]?.();
}

const keysOn = document.getElementById("keys-on");
keysOn.checked = localStorage.getItem("sayso-keys") !== "off";
keysOn.addEventListener("change", () => localStorage.setItem("sayso-keys", keysOn.checked ? "on" : "off"));

document.addEventListener("keydown", (event) => {
  const there = event.target;
  const writing = there.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "Escape" && writing) { there.blur(); return; }
  if (writing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && there.closest("a, button, summary")) return;
  if (event.key === " " && there.closest("button, summary, audio")) return;
  if (event.key.startsWith("Arrow") && there.closest("audio")) return;
  if (!keysOn.checked && event.key.length === 1) return;
  const name = event.key === " " ? "Space" : event.key;
  const key = event.shiftKey && name.length > 1 ? "Shift+" + name : name; // of a letter, Shift makes another letter
  const pressed = (waiting + key).trim();
  const does = keys[pressed] ?? (waiting ? undefined : keys[key]);
  if (does) {
    event.preventDefault();
    waiting = "";
    act(does);
  } else {
    waiting = event.key === "g" && !waiting ? "g " : "";
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) act(button.dataset.do);
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]") && (event.target.type !== "file" || event.target.files.length)) event.target.form.requestSubmit();
});

// Files that are dropped anywhere go to the form of this page, else to Add.
const files = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
document.addEventListener("dragover", (event) => { if (files(event)) { event.preventDefault(); body.classList.add("over-page"); } });
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) body.classList.remove("over-page"); });
document.addEventListener("drop", (event) => {
  if (!files(event)) return;
  event.preventDefault();
  body.classList.remove("over-page");
  const near = event.target.closest("fieldset")?.querySelector("input[type=file]");
  const input = near || document.querySelector("#evidence, #files") || document.querySelector("#drop input[type=file]");
  input.files = event.dataTransfer.files;
  if (input.closest("#drop, #evidence-form")) input.form.requestSubmit();
});

// Back returns to the same row.
const kept = sessionStorage.getItem("row " + location.pathname + location.search);
if (kept !== null && performance.getEntriesByType("navigation")[0]?.type === "back_forward") {
  const all = rows();
  all[Number(kept)]?.classList.add("here");
  all[Number(kept)]?.scrollIntoView({ block: "center" });
}
