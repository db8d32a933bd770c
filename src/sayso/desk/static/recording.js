// The recording: words lit as it plays, quotations heard on their own, the waveform. Without this module the page plays all the same.
import { copy, deeds, say } from "./desk.js";
import WaveSurfer from "./vendor/wavesurfer-8.0.1.esm.js";
import Regions from "./vendor/wavesurfer-regions-8.0.1.esm.js";

const player = document.getElementById("player");
const sound = document.getElementById("sound");
const recording = player.dataset.recording;
const AROUND = 0.3; // seconds more on both sides of a quotation: words cut at the very edge sound wrong
let words = [];
let starts = [];
let lit = -1;
let stretch = null; // { from, to, row } of the quotation that is played
let looping = false;
let regions = null;

function gather() {
  words = [...document.querySelectorAll("#lines .w")];
  starts = words.map((one) => Number(one.dataset.t) / 1000);
  lit = -1;
}

function light() {
  const now = sound.currentTime;
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= now) low = middle + 1; else high = middle;
  }
  const at = low - 1;
  if (at === lit) return;
  words[lit]?.classList.remove("now");
  lit = at;
  const word = words[at];
  if (!word) return;
  word.classList.add("now");
  const place = word.getBoundingClientRect();
  if (!sound.paused && !document.activeElement.closest?.("textarea") && (place.bottom > innerHeight - 40 || place.top < 220)) word.scrollIntoView({ block: "center" });
}

function ended() {
  if (!stretch || sound.currentTime < stretch.to) return;
  if (looping) { sound.currentTime = stretch.from; return; }
  sound.pause();
  chosen(null);
}

function frame() {
  light();
  ended();
  if (!sound.paused) requestAnimationFrame(frame);
}

function chosen(row, from, to) {
  document.querySelector(".verdict.playing")?.classList.remove("playing");
  stretch = row ? { from, to, row } : null;
  row?.classList.add("playing");
}

function playFrom(seconds) {
  sound.currentTime = Math.max(0, seconds);
  sound.play().catch(() => say("The sound cannot be played."));
}

function playRow(row, more) {
  const from = Math.max(0, Number(row.dataset.from) / 1000 - more);
  chosen(row, from, Number(row.dataset.to) / 1000 + more);
  playFrom(from);
}

const rowAtHand = () => document.querySelector(".quotations .here[data-from]") || stretch?.row || document.querySelector(".quotations [data-from]");
const clock = (seconds) => Math.floor(seconds / 60) + ":" + String(Math.floor(seconds % 60)).padStart(2, "0");

if (sound) {
  document.getElementById("player-keys").hidden = false;
  gather();
  sound.addEventListener("play", () => requestAnimationFrame(frame));
  sound.addEventListener("timeupdate", () => { light(); ended(); });
  sound.addEventListener("seeked", light);
  sound.addEventListener("error", () => { document.getElementById("unplayable").hidden = false; });
  sound.addEventListener("pause", () => sessionStorage.setItem("at " + recording, String(sound.currentTime)));
  const asked = player.dataset.at === undefined ? Number(sessionStorage.getItem("at " + recording)) : Number(player.dataset.at) / 1000;
  if (asked > 0) {
    const go = () => { sound.currentTime = asked; };
    if (sound.readyState > 0) go(); else sound.addEventListener("loadedmetadata", go, { once: true });
  }
  Object.assign(deeds, {
    play: () => { if (sound.paused) { if (stretch && sound.currentTime >= stretch.to) chosen(null); playFrom(sound.currentTime); } else sound.pause(); },
    "play-quotation": () => { const row = rowAtHand(); if (row) playRow(row, 2); else say("No quotation has a place in it."); },
    to: (seconds) => { chosen(null); sound.currentTime = Math.max(0, sound.currentTime + seconds); },
    speed: (step) => {
      sound.playbackRate = Math.min(3, Math.max(0.5, sound.playbackRate + step));
      document.getElementById("speed").textContent = sound.playbackRate === 1 ? "" : sound.playbackRate + " times as fast";
    },
    loop: () => {
      looping = !looping;
      sound.loop = looping;
      document.getElementById("loop").setAttribute("aria-pressed", String(looping));
      say(looping ? "Over and over." : "Once.");
    },
  });
  document.addEventListener("click", (event) => {
    const clip = event.target.closest("[data-clip]");
    if (clip) { event.preventDefault(); playRow(clip.closest("[data-from]"), AROUND); return; }
    const from = event.target.closest("a[data-from]");
    if (from) { event.preventDefault(); chosen(null); playFrom(Number(from.dataset.from) / 1000); return; }
    const word = event.target.closest("#lines .w");
    if (word && getSelection().isCollapsed) { chosen(null); playFrom(Number(word.dataset.t) / 1000); }
  });
  new MutationObserver(gather).observe(document.getElementById("lines") || player, { childList: true });
}

Object.assign(deeds, {
  correct: () => {
    const line = document.querySelector(".line.here") || words[lit]?.closest(".line") || document.querySelector(".line");
    const details = line?.querySelector("details.reword");
    if (!details) return;
    sound?.pause();
    details.open = true;
    details.querySelector("textarea").focus();
  },
  "copy-selected": () => {
    const selection = getSelection();
    const said = String(selection).trim();
    const first = selection.rangeCount ? (selection.getRangeAt(0).startContainer.parentElement)?.closest?.(".line") : null;
    if (!said || !first) { say("Select words of the transcript first."); return; }
    const word = selection.getRangeAt(0).startContainer.parentElement.closest(".w") || first.querySelector(".w");
    const milliseconds = Number(word.dataset.t);
    const link = location.origin + location.pathname + "?at=" + milliseconds;
    copy("“" + said.replace(/\s+/g, " ") + "” (" + document.querySelector("h1").textContent.trim() + ", " + clock(milliseconds / 1000) + ") " + link, "The words are copied with their time and a link.");
  },
});

// A line is saved with Enter; Shift+Enter and what a keyboard of another script is still composing are not it.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.closest?.(".reword textarea")) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});

// -- the waveform ----------------------------------------------------------------------------------

const probe = document.createElement("span");
probe.hidden = true;
player.append(probe);
function colour(value) {
  probe.style.color = value;
  return getComputedStyle(probe).color;
}

function drawn() {
  const bytes = Uint8Array.from(atob(player.dataset.peaks), (one) => one.charCodeAt(0));
  const wave = WaveSurfer.create({
    container: "#wave", media: sound, peaks: [Array.from(bytes, (one) => one / 255)], duration: Number(player.dataset.duration) / 1000,
    height: innerWidth < 640 ? 64 : 84, barWidth: 2, barGap: 1, barRadius: 1, cursorWidth: 2, cspNonce: player.dataset.nonce,
    waveColor: colour("var(--faint)"), progressColor: colour("var(--accent)"), cursorColor: colour("var(--ink)"), dragToSeek: true,
  });
  wave.on("ready", marked);
  wave.on("interaction", () => chosen(null));
  regions = wave.registerPlugin(Regions.create());
  regions.on("region-clicked", (region, event) => {
    event.stopPropagation();
    const row = document.querySelector('.quotations [data-from="' + CSS.escape(region.id.split(" ")[1]) + '"]');
    if (row) { playRow(row, AROUND); row.scrollIntoView({ block: "nearest" }); }
  });
  const paint = () => wave.setOptions({ waveColor: colour("var(--faint)"), progressColor: colour("var(--accent)"), cursorColor: colour("var(--ink)") });
  new MutationObserver(() => { paint(); marked(); }).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { paint(); marked(); });
}

function marked() {
  if (!regions) return;
  regions.clearRegions();
  const looks = { flag: "--bad", note: "--warn", pass: "--good" };
  document.querySelectorAll(".quotations [data-from]").forEach((row, number) => {
    regions.addRegion({
      id: number + " " + row.dataset.from, start: Number(row.dataset.from) / 1000, end: Number(row.dataset.to) / 1000, drag: false, resize: false,
      color: colour("color-mix(in srgb, var(" + (looks[row.dataset.standing] || "--faint") + ") 28%, transparent)"),
    });
  });
}

if (sound && player.dataset.peaks) {
  try {
    drawn();
    marked();
  } catch {
    document.getElementById("wave").replaceChildren(); // the player beneath it plays without a picture
  }
}
document.addEventListener("htmx:after:swap", marked);
