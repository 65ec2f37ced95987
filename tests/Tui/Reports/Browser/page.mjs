// Opens a report's page in Chromium, uses it, and prints what it found as one line of JSON.
// node page.mjs FOLDER-WITH-PLAYWRIGHT-CORE CHROMIUM PAGE [PICTURES]

import { createRequire } from "node:module";

const Patience = 120000; // ms, against hanging; nothing waits for it to pass
const ShortPatience = 45000; // of one that waits for a change
const [modules, chromium, file, pictures] = process.argv.slice(2);
const playwright = createRequire(`${modules}/`)("playwright-core");
const browser = await playwright.chromium.launch({ executablePath: chromium, args: ["--no-sandbox"], timeout: Patience });
const address = `file://${file.split("/").map(encodeURIComponent).join("/")}`;
const found = { complaints: [], requests: [], overflow: [] };

async function open(options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(Patience);
  const page = await context.newPage();
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && found.complaints.push(message.text()));
  page.on("pageerror", (error) => found.complaints.push(error.message));
  page.on("request", (request) => request.url().startsWith("file:") || found.requests.push(request.url()));
  await page.goto(address);
  return page;
}

/** A picture of a canvas, as text that changes when it does. */
const seen = (page, selector) => page.locator(selector).first().evaluate((canvas) => canvas.toDataURL());

const pause = () => new Promise((done) => setTimeout(done, 50));

/** Whether something comes to be so. */
async function comes(so) {
  for (const start = Date.now(); Date.now() - start < ShortPatience; await pause()) if (await so()) return true;
  return false;
}

/** Whether anything is drawn on a canvas. */
const drawn = (page, selector) => page.locator(selector).first().evaluate((canvas) => {
  const { width, height } = canvas;
  return canvas.toDataURL() !== Object.assign(document.createElement("canvas"), { width, height }).toDataURL();
});

/** A canvas as it is seen twice in a row, once something is drawn on it: what is still being drawn changes. */
async function settled(page, selector) {
  await comes(() => drawn(page, selector));
  let [before, now] = [undefined, await seen(page, selector)];
  while (now !== before) {
    await pause();
    [before, now] = [now, await seen(page, selector)];
  }
  return now;
}

/** Milliseconds from a click until the browser has drawn what it changed. */
const timed = (page, selector) => page.locator(selector).first().evaluate((button) => new Promise((done) => {
  const start = performance.now();
  button.click();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
}));

try {
  const page = await open({ colorScheme: "light" });
  await page.waitForSelector("html[data-ready=yes]");
  found.title = await page.locator("h1").first().textContent();
  found.classes = await page.locator("table.maps").first().locator("thead th").allTextContents();

  // The legend: a λ goes and comes back.
  const curve = "[data-curves] .card .uplot canvas";
  await page.locator("[data-curves] .card").first().scrollIntoViewIfNeeded();
  await page.waitForSelector(curve);
  await page.evaluate(async () => { // every plot is drawn once
    for (const folded of document.querySelectorAll("details.more")) folded.open = true;
    for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
      scrollTo(0, y);
      await new Promise((done) => setTimeout(done, 40));
    }
  });
  await page.locator("[data-curves] .card").first().scrollIntoViewIfNeeded();
  const before = await settled(page, curve);
  found.toggleMs = [];
  for (let i = 0; i < 6; i++) found.toggleMs.push(await timed(page, ".legend .chip"));
  found.legendBack = await comes(async () => before === (await seen(page, curve)));
  await page.locator(".legend .chip").first().click();
  found.legendPressed = await page.locator(".legend .chip").first().getAttribute("aria-pressed");
  found.legendChanges = await comes(async () => before !== (await seen(page, curve)));
  await page.getByRole("button", { name: "Single trials" }).click();

  // A curve is read by keyboard.
  await page.locator("[data-curves] .card").first().focus();
  await page.keyboard.press("End");
  found.readout = await page.locator("[data-curves] .card .readout").first().textContent();

  // The slider: other maps, other counts.
  const map = "canvas.map";
  await page.locator(".stage").first().scrollIntoViewIfNeeded();
  const mapBefore = await settled(page, map);
  const countsBefore = await page.locator("table.confusion").first().textContent();
  await page.locator(".stage input[type=range]").first().focus();
  await page.keyboard.press("Home");
  found.sliderSays = await page.locator(".stage output").first().textContent();
  found.sliderChangesMap = await comes(async () => mapBefore !== (await seen(page, map)));
  found.sliderChangesCounts = await comes(async () => countsBefore !== (await page.locator("table.confusion").first().textContent()));

  // The first epochs are left out.
  const scatter = page.locator("[data-scatter]").first();
  const numbersBefore = await scatter.locator("table").first().textContent();
  await scatter.locator("input[type=range]").focus();
  await page.keyboard.press("End");
  found.skipChangesNumbers = await comes(async () => numbersBefore !== (await scatter.locator("table").first().textContent()));

  // Samples: the slider shows more of the gaze, or more of the image.
  await page.locator(".samples-stage").first().scrollIntoViewIfNeeded();
  const sampleBefore = await settled(page, ".sample canvas");
  await page.locator(".samples-stage input[type=range]").first().focus();
  await page.keyboard.press("End");
  found.coverChangesSample = await comes(async () => sampleBefore !== (await seen(page, ".sample canvas")));

  // Another run's samples end at its own last epoch.
  const chosenRun = page.locator(".samples-stage select").first();
  found.sampleEpochs = [await page.locator(".samples-stage output").first().textContent()];
  await chosenRun.selectOption("1");
  found.sampleEpochs.push(await page.locator(".samples-stage output").first().textContent());

  // The theme.
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.locator("#theme").click(); // light
  await page.locator("#theme").click(); // dark
  found.theme = await page.locator("html").getAttribute("data-theme");
  found.themeChanges = await comes(async () => light !== (await paper()));
  await page.close();

  for (const width of [360, 1000, 2000]) {
    for (const colorScheme of ["light", "dark"]) {
      const wide = await open({ viewport: { width, height: 900 }, colorScheme });
      await wide.waitForSelector("html[data-ready=yes]");
      const excess = await wide.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (excess > 0) found.overflow.push(`${width}: ${excess}`);
      if (pictures) await wide.screenshot({ path: `${pictures}/${width}-${colorScheme}.png`, fullPage: true });
      await wide.close();
    }
  }

  const still = await open({ javaScriptEnabled: false });
  found.stillPlots = await still.locator("svg.plot:visible").count();
  found.stillTables = await still.locator("table:visible").count();
  found.stillControls = await still.locator("#theme:visible").count();
  console.log(JSON.stringify(found));
} finally {
  await browser.close();
}
