// The desk in a real browser: journeys by mouse and by keys, axe on every page, what leaves the machine, what is slow.
// Arguments: the desk's address, a folder for pictures, the folder of the examples. Each finding is a line of JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { recordings } from "./recording.mjs";

const [base, pictures, examples, what] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tell = (kind, facts) => console.log(JSON.stringify({ kind, ...facts }));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
});

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, acceptDownloads: true, bypassCSP: false, ...options });
  context.on("request", (request) => { if (!request.url().startsWith(base)) tell("left", { url: request.url() }); });
  context.on("response", (response) => { if (response.status() >= 500) tell("broken", { url: response.url(), status: response.status() }); });
  const page = await context.newPage();
  page.setDefaultTimeout(12000);
  page.on("pageerror", (error) => tell("script", { message: String(error), url: page.url() }));
  page.on("console", (message) => { if (message.type() === "error") tell("console", { message: message.text(), url: page.url() }); });
  return page;
}

async function step(name, deed) {
  try {
    await deed();
    tell("step", { name, good: true });
  } catch (error) {
    tell("step", { name, good: false, why: String(error).slice(0, 900) });
  }
}

const card = (page) => page.locator("#card [data-card]");
const choose = async (page, words) => {
  await page.locator("#text a.q", { hasText: words }).first().click();
  await card(page).locator("blockquote", { hasText: words.slice(0, 12) }).waitFor();
};

async function byMouse() {
  const page = await open();
  await step("the example is read", async () => {
    await page.goto(base + "/");
    await page.getByRole("button", { name: /Try the example/ }).click();
    await page.locator("#text").or(page.locator("#job")).first().waitFor();
    if (await page.locator("#job").count()) {
      await page.locator("#job progress[value='1']").waitFor({ timeout: 60000 });
      await page.locator("#job a[data-open]").click();
    }
    await page.locator("#text a.q").first().waitFor();
  });
  const article = page.url().split("?")[0];
  await step("a statement is shown", async () => {
    await choose(page, "I am not ashamed");
    await card(page).locator(".who", { hasText: "Ana Cho" }).waitFor();
  });
  await step("why is told", async () => {
    await card(page).getByRole("button", { name: /Why/ }).click();
    await page.locator("#why .why p").first().waitFor({ timeout: 60000 });
  });
  await step("a speaker is corrected in place", async () => {
    await card(page).getByText("Correct", { exact: false }).first().click();
    await page.locator("#c-speaker").fill("Leonard Osei");
    await page.locator("#c-why").fill("heard it");
    await card(page).getByRole("button", { name: "Save" }).click();
    await card(page).locator(".done", { hasText: "Speaker changed to Leonard Osei" }).waitFor();
    await page.waitForFunction(() => [...document.querySelectorAll("#text a.q[aria-current]")].some((one) => one.getAttribute("aria-description")?.startsWith("Leonard Osei")));
  });
  await step("it is taken back", async () => {
    await card(page).getByRole("button", { name: /Undo/ }).click();
    await card(page).locator(".who", { hasText: "Ana Cho" }).waitFor();
  });
  await step("only one speaker is shown", async () => {
    await page.locator(".chip", { hasText: "Leonard Osei" }).click();
    if (!(await page.locator("#text a.q.dim").count())) throw new Error("nothing is dimmed");
    await page.locator(".chip", { hasText: "Leonard Osei" }).click();
  });
  await step("a missed quotation is marked where it was selected", async () => {
    await page.evaluate(() => {
      const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf("plan to march on Saturday");
        if (at >= 0) {
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + "plan to march on Saturday".length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
          return;
        }
      }
      throw new Error("the words are not there");
    });
    await page.locator("#selected").getByRole("button", { name: /Mark as a quotation/ }).click();
    await card(page).locator("blockquote", { hasText: "plan to march on Saturday" }).waitFor();
    await page.locator("#text a.q.human", { hasText: "plan to march on Saturday" }).waitFor();
  });
  await step("it is checked against a transcript", async () => {
    await page.goto(article);
    await page.getByRole("link", { name: "Check it" }).click();
    await page.locator("#evidence").setInputFiles({ name: "call.txt", mimeType: "text/plain", buffer: Buffer.from("ANA CHO: I am not ashamed of one single word. I am ashamed of whoever recorded a private call.\n") });
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await page.locator(".verdict").first().waitFor();
    await page.locator("#draft-text a.v", { hasText: "I am not ashamed" }).first().click();
    await page.locator(".verdict.here").waitFor();
  });
  const check = page.url().split("#")[0];
  await step("another transcript changes verdicts", async () => {
    await page.locator("#evidence").setInputFiles({ name: "call-2.txt", mimeType: "text/plain", buffer: Buffer.from("LEONARD OSEI: We were told there were three bidders. There was one, and he had her telephone number.\n") });
    await page.locator(".changed", { hasText: "changed" }).waitFor();
  });
  await step("another house style is shown", async () => {
    await page.locator("select#policy").selectOption("any");
    await page.waitForURL(/policy=any/);
  });
  await step("verdicts are kept and stand at the text", async () => {
    await page.getByRole("button", { name: "Keep the verdicts" }).click();
    await page.locator("#text a.q[data-o]").first().waitFor();
  });
  await step("a search finds and marks, a facet narrows", async () => {
    await page.locator("#find").fill("ashamed");
    await page.keyboard.press("Enter");
    await page.locator(".said mark").first().waitFor();
    await page.locator(".facet a").first().click();
    await page.locator(".said").first().waitFor();
  });
  await step("a search is saved, opened and forgotten", async () => {
    await page.goto(base + "/search?words=mill");
    await page.getByText("Save this search").click();
    await page.locator("#save-name").fill("All about the mill");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.locator(".saved", { hasText: "All about the mill" }).waitFor();
    await page.goto(base + "/");
    await page.getByRole("button", { name: "All about the mill" }).click();
    await page.waitForURL(/search\?words=mill/);
    await page.getByRole("button", { name: /Forget the search/ }).click();
    await page.locator(".saved").waitFor({ state: "detached" });
    await page.goto(base + "/search?words=ashamed");
  });
  await step("what was found is handed on", async () => {
    await page.locator(".menu summary").click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /CSV/ }).click()]);
    const text = readFileSync(await download.path(), "utf8");
    if (!text.includes("ashamed")) throw new Error("the file does not hold it");
  });
  await step("files dropped on a page are added", async () => {
    await page.goto(base + "/people");
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["“The pier is safe,” Colm Baird said on Monday."], "dropped.txt", { type: "text/plain" }));
      return transfer;
    });
    await page.dispatchEvent("main", "drop", { dataTransfer: data });
    await page.waitForURL(/jobs|documents/);
  });
  await step("a text is added as what it is said to be, and names that may be one are suggested", async () => {
    for (const [name, text] of [["one", "\u201cThe dam will hold through the winter,\u201d Jonathan Meyer said on Monday.\n\n\u201cThe river is higher than ever,\u201d Ana Whitaker said."], ["two", "\u201cMy report on the dam was kept back,\u201d Jonathan B. Meyer said on Friday.\n\n\u201cThe river is falling now,\u201d Ana Whittaker said."]]) {
      await page.goto(base + "/add");
      await page.locator("#text").fill(text);
      await page.locator("#name").fill(name);
      await page.locator("#format").selectOption("text");
      await page.getByRole("button", { name: "Read", exact: true }).click();
      await page.waitForURL(/jobs|documents/);
      if (page.url().includes("jobs")) await page.locator("#job progress[value='1']").waitFor({ timeout: 60000 });
    }
    await page.waitForTimeout(3200); // the number above the list may be three seconds late
    await page.goto(base + "/people");
    await page.getByRole("link", { name: /may be one person/ }).click();
    await page.locator(".pair", { hasText: "Jonathan B. Meyer" }).waitFor();
  });
  await page.context().close();
  return { article, check };
}

async function byKeys(article) {
  const page = await open();
  const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
  await step("keys: to a document and through its statements", async () => {
    await page.goto(base + "/");
    await press("g", "d");
    await page.waitForURL(/documents/);
    await press("j", "j", "k", "Enter");
    await page.waitForURL(/documents\/doc-/);
    await page.goto(article);
    await press("j");
    await card(page).waitFor();
    const first = await card(page).getAttribute("data-card");
    await press("j");
    await page.waitForFunction((id) => document.querySelector("#card [data-card]")?.dataset.card !== id, first);
  });
  await step("keys: correct a speaker, see why, take it back", async () => {
    await press("c");
    await page.waitForFunction(() => document.activeElement?.id === "c-speaker");
    await page.keyboard.type("Marguerite Dunne");
    await press("Enter");
    await card(page).locator(".done", { hasText: "Marguerite Dunne" }).waitFor();
    await press("u");
    await card(page).locator(".done", { hasText: "Taken back" }).waitFor();
    await press("e");
    await page.locator("#why .why p").first().waitFor({ timeout: 60000 });
  });
  await step("keys: give it to the second speaker, and take it back", async () => {
    await press("2");
    await card(page).locator(".done", { hasText: "Speaker changed to" }).waitFor();
    await press("u");
    await card(page).locator(".done", { hasText: "Taken back" }).waitFor();
  });
  await step("keys: an end is moved by a word, and back", async () => {
    const id = await card(page).getAttribute("data-card");
    await press("}");
    await page.waitForFunction((before) => document.querySelector("#card [data-card]")?.dataset.card !== before && document.querySelector("#card .done")?.textContent.includes("Ends one word earlier"), id);
    await page.waitForFunction(() => document.querySelector('#text a.q[aria-current]')?.dataset.s === document.querySelector("#card [data-card]").dataset.card);
    await press("]");
    await page.waitForFunction((before) => document.querySelector("#card [data-card]")?.dataset.card === before, id);
    await page.waitForFunction((before) => document.querySelector("#text a.q[aria-current]")?.dataset.s === before, id);
  });
  await step("keys: found right, and on to the next; only what nobody looked at", async () => {
    const id = await card(page).getAttribute("data-card");
    const goes = await page.evaluate((now) => { const list = [...document.querySelectorAll("#text a.q[id]:not(.dim)")]; return list[list.findIndex((one) => one.id === now) + 1]?.id; }, id);
    if (!(await page.locator("#accept-form").count())) { await press("j"); await page.waitForFunction((before) => document.querySelector("#card [data-card]")?.dataset.card !== before, id); }
    const at = await card(page).getAttribute("data-card");
    await press("v");
    await page.waitForFunction((before) => document.querySelector("#card [data-card]")?.dataset.card !== before, at);
    await page.locator("#toast", { hasText: "Found right" }).waitFor();
    if (!(await page.locator('#text a.q.judged[data-s="' + at + '"]').count())) throw new Error("it is not marked as looked at: " + goes);
    await press("f");
    if (!(await page.locator('#text a.q.judged.dim[data-s="' + at + '"]').count())) throw new Error("it is not dimmed");
    await press("f");
    if (await page.locator("#text a.q.dim").count()) throw new Error("something stays dimmed");
  });
  await step("keys: no quotation, and one again", async () => {
    const gone = await card(page).getAttribute("data-card");
    await press("x");
    await card(page).getByText("No statement any more").waitFor();
    await press("u");
    await page.waitForFunction((id) => document.querySelector('#text a.q[data-s="' + id + '"]'), gone);
  });
  await step("keys: history, and back", async () => {
    await press("h");
    await page.waitForURL(/statements\/st-/);
    await page.locator(".history li").first().waitFor();
  });
  await step("keys: search and open the first hit", async () => {
    await press("/");
    await page.keyboard.type("ashamed");
    await press("Enter");
    await page.locator(".said").first().waitFor();
    await press("j", "Enter");
    await page.waitForURL(/documents\/doc-/);
  });
  await step("keys: the check, from flag to flag", async () => {
    await press("g", "c");
    await page.waitForURL(/\/check$/);
    await page.locator("main .rows a").first().focus();
    await press("Enter");
    await page.waitForURL(/checks/);
    await page.locator(".verdict").first().waitFor();
    await press("j", "j");
    await page.locator(".verdict.here").waitFor();
    await page.locator(".verdict").first().click();
    await press("k", "k", "k", "k", "k", "k", "k", "k", "k", "k", "k", "k", "n");
    await press("l");
    if (await page.locator("#draft-text").isVisible()) throw new Error("the draft is still shown");
    await press("l");
    await page.locator(".verdict.flag").first().locator("blockquote").first().click();
    await press("a");
    await page.keyboard.type("the tape breaks off here");
    await press("Enter");
    await page.locator(".accepted", { hasText: "the tape breaks off here" }).waitFor();
  });
  await step("keys: two names are one, that is taken back, two others are two", async () => {
    await page.goto(base + "/alike");
    await page.locator(".pair").nth(1).waitFor();
    await press("j", "s");
    await page.locator(".done", { hasText: "Joined" }).waitFor();
    await press("u");
    await page.waitForURL(/people\/pe-/);
    await page.goto(base + "/alike");
    await press("j", "d");
    await page.waitForFunction(() => document.querySelectorAll(".pair").length === 1);
  });
  await step("keys: help opens and closes, letters in a field do nothing", async () => {
    await press("?");
    await page.locator("#keys[open]").waitFor();
    await press("Escape");
    await page.locator("#keys:not([open])").waitFor({ state: "attached" });
    await page.locator("#find").focus();
    await page.keyboard.type("jkgx?");
    if ((await page.locator("#find").inputValue()) !== "jkgx?") throw new Error("a letter was eaten");
  });
  await page.context().close();
}

async function looks(paths) {
  for (const [name, path] of Object.entries(paths)) {
    for (const [mode, options] of Object.entries({
      light: { colorScheme: "light" },
      dark: { colorScheme: "dark" },
      phone: { colorScheme: "light", viewport: { width: 390, height: 844 } },
      "phone-dark": { colorScheme: "dark", viewport: { width: 390, height: 844 } },
    })) {
      const page = await open(options);
      await page.goto(base + path);
      await page.waitForTimeout(250);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 1) tell("wide", { name, mode, by: wide });
      await page.screenshot({ path: pictures + "/" + name + "-" + mode + ".png" });
      const looked = await browser.newContext({ viewport: { width: 1360, height: 900 }, ...options, bypassCSP: true, storageState: await page.context().storageState() });
      const seen = await looked.newPage();
      await seen.goto(base + path);
      await seen.evaluate(axe);
      const found = await seen.evaluate(() => window.axe.run(document, { resultTypes: ["violations", "passes"] }));
      tell("axe", { name, mode, passes: found.passes.length, violations: found.violations.map((one) => ({ id: one.id, nodes: one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200) + " " + (node.any[0]?.message || "")) })) });
      await looked.close();
      if (mode === "light") await page.pdf({ path: pictures + "/" + name + ".pdf" });
      await page.context().close();
    }
  }
}

async function paint(path) {
  for (let round = 0; round < 3; round += 1) {
    const page = await open();
    let bytes = 0;
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    session.on("Network.loadingFinished", (event) => { bytes += event.encodedDataLength; });
    await page.addInitScript(() => {
      window.largest = 0;
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.largest = entry.startTime; }).observe({ type: "largest-contentful-paint", buffered: true });
    });
    await page.goto(base + path, { waitUntil: "load" });
    await page.waitForTimeout(700);
    tell("paint", { path, bytes, largest: await page.evaluate(() => window.largest) });
    await page.context().close();
  }
}

async function everywhere(article, check, recording) {
  const page = await open();
  await page.goto(article);
  const statement = await page.locator("#text a.q[id]").nth(5).getAttribute("id");
  await page.goto(base + "/people");
  const person = await page.locator("main td a").first().getAttribute("href");
  await page.goto(base + "/jobs");
  const job = await page.locator("main td a").first().getAttribute("href");
  await page.context().close();
  const document = new URL(article).pathname;
  await looks({
    home: "/", add: "/add", jobs: "/jobs", job, documents: "/documents", article: document + "?s=" + statement, people: "/people", person, alike: "/alike",
    search: "/search?words=mill", statement: "/statements/" + statement, variants: "/statements/" + statement + "/variants",
    "check-new": "/check", check: new URL(check).pathname, error: "/nowhere", disputes: "/disputes", dispute: "/disputes?party=Cho", recording,
  });
  await paint(document);
}

if (what === "paint") await paint(process.argv[6]);
else if (what === "looks") await looks(JSON.parse(process.argv[6]));
else if (what === "recording") await looks({ recording: await recordings({ open, step, base, examples }) });
else {
  const { article, check } = await byMouse();
  await byKeys(article);
  const recording = await recordings({ open, step, base, examples });
  if (what !== "steps") await everywhere(article, check, recording);
}
await browser.close();
