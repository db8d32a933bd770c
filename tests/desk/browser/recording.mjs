// The recording in a real browser: added, heard, read along, corrected, checked against, without a script too.
import { readFileSync } from "node:fs";

export async function recordings({ open, step, base, examples }) {
  let page = await open();
  let path = "";
  const now = () => page.evaluate(() => ({ at: document.getElementById("sound").currentTime, paused: document.getElementById("sound").paused, lit: document.querySelector(".w.now")?.textContent, rate: document.getElementById("sound").playbackRate }));
  const until = (test, what) => page.waitForFunction(test, what);
  const ready = () => until(() => document.getElementById("sound")?.readyState >= 1 && document.querySelector("#wave > div")?.shadowRoot);

  await step("recording: a voice note is transcribed in the background", async () => {
    await page.goto(base + "/add");
    await page.locator("#files").setInputFiles(examples + "/recording/note.ogg");
    await page.getByRole("button", { name: "Read", exact: true }).click();
    await page.locator("#job a[data-open]").click({ timeout: 120000 });
    await page.locator("#lines .w").first().waitFor();
    path = new URL(page.url()).pathname;
    await ready();
  });
  await step("recording: a draft is held against it, its quotations lie on the waveform", async () => {
    await page.locator("#draft").fill(readFileSync(examples + "/recording/draft.txt", "utf8"));
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await page.locator(".quotations li[data-from]").nth(2).waitFor({ timeout: 120000 });
    await page.reload();
    await ready();
    await until(() => document.querySelector("#wave > div").shadowRoot.querySelectorAll('[part~="region"]').length >= 3);
    const drawn = await page.evaluate(() => [...document.querySelector("#wave > div").shadowRoot.querySelectorAll("canvas")].some((one) => one.width > 100 && one.getContext("2d").getImageData(0, 0, one.width, one.height).data.some((value) => value > 0)));
    if (!drawn) throw new Error("no waveform is drawn");
  });
  await step("recording: a click on a word plays from there and words are lit in step", async () => {
    const word = page.locator("#lines .w").nth(12);
    const start = Number(await word.getAttribute("data-t")) / 1000;
    await word.click();
    await until((from) => document.getElementById("sound").currentTime > from + 0.3, start);
    const one = await now();
    if (one.paused || one.at > start + 6) throw new Error("played from " + one.at + ", not " + start);
    await until((first) => { const lit = document.querySelector(".w.now"); return lit && lit.dataset.t > first; }, start * 1000);
  });
  await step("recording: a click on a quotation plays it, and it stops where it ends", async () => {
    const row = page.locator(".quotations li[data-from]").first();
    const [from, to] = [Number(await row.getAttribute("data-from")) / 1000, Number(await row.getAttribute("data-to")) / 1000];
    await row.locator("[data-clip]").click();
    await page.locator(".verdict.playing").waitFor();
    await until(() => document.getElementById("sound").paused);
    const one = await now();
    if (one.at < to || one.at > to + 1 || from > to) throw new Error("stopped at " + one.at + ", not " + to);
  });
  await step("recording, keys: play and stop, back and on, slower and faster", async () => {
    await page.goto(base + path + "?at=6000");
    await ready();
    await until(() => document.getElementById("sound").currentTime === 6);
    await page.keyboard.press("ArrowLeft");
    if ((await now()).at !== 3) throw new Error("three seconds back: " + (await now()).at);
    await page.keyboard.press("Shift+ArrowRight");
    if ((await now()).at !== 13) throw new Error("ten seconds on: " + (await now()).at);
    await page.keyboard.press("Space");
    await until(() => !document.getElementById("sound").paused);
    await page.keyboard.press("Space");
    await until(() => document.getElementById("sound").paused);
    await page.keyboard.press(".");
    if ((await now()).rate !== 1.25) throw new Error("not faster");
    await page.keyboard.press(",");
    await page.keyboard.press("Shift+Space");
    await page.locator(".verdict.playing").waitFor();
    await page.keyboard.press("Space");
  });
  await step("recording, keys: a line is corrected in place, stays corrected, is taken back", async () => {
    await page.goto(base + path);
    await ready();
    await page.keyboard.press("c");
    const field = page.locator(".reword[open] textarea");
    const before = await field.inputValue();
    await field.fill("Hello " + before.split(" ").slice(1).join(" "));
    await field.press("Enter");
    await page.locator(".line .done", { hasText: "Saved." }).waitFor();
    if (!(await page.locator("#lines .w.human").first().getAttribute("title")).includes(before.split(" ")[0])) throw new Error("what the machine heard is gone");
    await page.locator("#lines .w").first().click();
    await until(() => document.querySelector(".w.now"));
    await page.reload();
    await page.locator("#lines .w.human", { hasText: "Hello" }).waitFor();
    await page.locator(".problem", { hasText: "To be checked again" }).waitFor();
    await page.keyboard.press("u");
    await page.locator(".done", { hasText: "Taken back." }).waitFor();
    if (await page.locator("#lines .w.human").count()) throw new Error("it was not taken back");
  });
  await step("recording: the transcript leaves as captions", async () => {
    await page.getByText("Export", { exact: true }).click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /Captions \(WebVTT\)/ }).click()]);
    if (!readFileSync(await file.path(), "utf8").startsWith("WEBVTT")) throw new Error("no captions");
  });
  await page.context().close();
  await step("recording: without a script the player plays, and a line is corrected", async () => {
    page = await open({ javaScriptEnabled: false });
    await page.goto(base + path);
    await page.locator("audio[controls]").waitFor();
    await page.locator(".line details.reword > summary").first().click();
    const field = page.locator(".line textarea").first();
    await field.fill("Hello " + (await field.inputValue()).split(" ").slice(1).join(" "));
    await page.locator(".line").first().getByRole("button", { name: "Save" }).click();
    await page.locator(".w.human", { hasText: "Hello" }).waitFor();
    await page.locator(".line details.reword > summary").first().click();
    await page.getByRole("button", { name: "As the machine heard it" }).click();
    await page.locator("#lines .w").first().waitFor();
    if (await page.locator("#lines .w.human").count()) throw new Error("it is not as the machine heard it");
    await page.context().close();
  });
  return path;
}
