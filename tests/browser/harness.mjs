// The demonstration, a browser before it, and what every page is held to. README.md shows how to use this.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before } from "node:test";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

// How long a click or a page may take, in milliseconds. Debug builds on a busy machine are slow; nothing is measured here.
const PATIENCE = 15_000;

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = new URL("./shots/", import.meta.url).pathname;

/**
 * Starts a demonstration for this test file, and a browser; both end with the file. Call it once, at the top.
 *
 * Returns `open`, which gives a page in a window of its own: without cookies, and closed when the test ends.
 */
export function demonstration() {
  const state = { contexts: [] };
  before(async () => {
    state.demo = await startDemo();
    state.browser = await startBrowser();
  });
  afterEach(async () => {
    await Promise.all(state.contexts.splice(0).map((context) => context.close()));
  });
  after(async () => {
    await state.browser?.close();
    await state.demo?.stop();
  });
  return {
    async open({ size = DESKTOP, scheme = "light", script = true } = {}) {
      return openIn(state, state.demo.url, { size, scheme, script });
    },
  };
}

async function openIn(state, url, { size, scheme, script }) {
  const context = await state.browser.newContext({
    baseURL: url,
    viewport: size,
    colorScheme: scheme,
    javaScriptEnabled: script,
    reducedMotion: "reduce",
  });
  state.contexts.push(context);
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.faults = faultsOf(page, url);
  return page;
}

/** Goes to a path, which must be there, and waits until it is drawn. */
export async function visit(page, path) {
  const answer = await page.goto(path);
  assert.equal(answer.status(), 200, `${path} answers ${answer.status()}`);
}

/** Signs in as the first of the demonstration's people whose name or role has this text, such as "Chair of tsync". */
export async function signInAs(page, role) {
  await visit(page, "/demo/sign-in");
  const people = page.getByRole("main").getByRole("listitem").filter({ hasText: role });
  assert.ok(await people.count(), `nobody at /demo/sign-in is ${JSON.stringify(role)}`);
  await people.first().getByRole("button", { name: /continue/i }).click();
  await page.waitForURL((url) => url.pathname !== "/demo/sign-in");
}

/** Agrees to a statement as everybody whose turn it is, each in a window of their own; returns where that leads the last of them. */
export async function agree(open, number) {
  let path = "";
  const steps = [["Area Director of tim", "Approve"], ["iaison manager for", "Let it go"], ["coordinator", "Review"]];
  for (const [role, button] of steps) {
    const page = await open();
    await signInAs(page, role);
    await visit(page, `/statements/${number}/preview`);
    await page.getByRole("button", { name: button }).click();
    await page.waitForURL((url) => url.pathname !== `/statements/${number}/preview` || url.search !== "");
    path = new URL(page.url()).pathname;
  }
  return path;
}

/** The windows in which pages are looked at: name, size, colours. */
export const WINDOWS = [["phone", PHONE, "light"], ["phone-dark", PHONE, "dark"], ["desktop", DESKTOP, "light"], ["desktop-dark", DESKTOP, "dark"]];

/** Types a letter for action into the form for what was received. */
export async function typeReceived(page, text) {
  await visit(page, "/statements/new?direction=incoming");
  await page.locator("#from_groups").fill("etu");
  await page.locator("#to_groups").fill("tsync");
  await page.locator("#subject").fill("On the holdover of boundary clocks");
  await page.getByRole("radio", { name: /For Action/i }).check();
  await page.locator("#deadline").fill("2031-06-30");
  await page.locator("#received_on").fill("2026-01-20");
  await page.locator("#text").fill(text);
}

/** Holds a page to all that every page is held to: see the functions below. */
export async function assertSound(page) {
  await assertAccessible(page);
  await assertFits(page);
  assertQuiet(page);
}

/** Fails with every finding of axe. Not for pages without script: axe waits for ever there. */
export async function assertAccessible(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    // A page from a disk may fetch nothing, not even the style sheet that axe would look at once more.
    const preload = location.protocol !== "file:";
    const { violations } = await window.axe.run({ preload, rules: { "target-size": { enabled: true } } });
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      places: nodes.map(({ target, failureSummary }) => `${target.join(" ")}\n      ${failureSummary}`),
    }));
  });
  const lines = found.flatMap(({ id, help, places }) => [`  ${id}: ${help}`, ...places.map((place) => `    ${place}`)]);
  assert.equal(found.length, 0, `axe finds on ${page.url()}:\n${lines.join("\n")}`);
}

/** Fails if the page is wider than its window, and names what stands out. */
export async function assertFits(page) {
  const wide = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const out = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    return [`${scrollWidth} px`, ...out.slice(0, 5).map((element) => element.outerHTML.slice(0, 120))];
  });
  assert.deepEqual(wide, [], `${page.url()} is wider than its window`);
}

/** Fails if the console had an error, an answer was an error, or anything was fetched from elsewhere. */
export function assertQuiet(page) {
  assert.deepEqual(page.faults.splice(0), [], `at ${page.url()}`);
}

/** Keeps a picture of the whole page, or of what is in the window, as shots/NAME.png. */
export async function screenshot(page, name, { fullPage = true } = {}) {
  await mkdir(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage });
}

/** Keeps a picture where LIAISON_SHOTS asks for them. */
export async function maybeScreenshot(page, name, options) {
  if (process.env.LIAISON_SHOTS) await screenshot(page, name, options);
}

function faultsOf(page, url) {
  const faults = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${url}/`) && !request.url().startsWith("data:")) faults.push(`asks ${request.url()}`);
  });
  page.on("response", (answer) => {
    if (answer.status() >= 500) faults.push(`${answer.status()} ${answer.url()}`);
  });
  return faults;
}

async function startBrowser() {
  const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
  const rest = ["--disable-component-update", "--disable-sync"];
  // Chromium has no sandbox of its own for root; it sees nothing here but our pages.
  const root = process.getuid() === 0 ? ["--no-sandbox"] : [];
  const executablePath = process.env.LIAISON_CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: [...quiet, ...rest, ...root] });
}

/** Starts `liaison demo`, and waits until it says where it is and answers there. */
async function startDemo() {
  const data = await mkdtemp(join(tmpdir(), "liaison-browser-"));
  return startLiaison(["demo", "--listen", "127.0.0.1:0", "--data", data], data, { forget: true });
}

/** Runs a command of Liaison to its end, which must be a good one; returns what it said. */
export async function liaison(words, input = "") {
  const running = promisify(execFile)(program(), words);
  running.child.stdin.end(input);
  return (await running).stdout;
}

/** Writes the pages of a demonstration to a directory, as files that need no service; returns what the command said. */
export async function copyOfDemonstration(directory) {
  const data = await mkdtemp(join(tmpdir(), "liaison-browser-"));
  const demo = await startLiaison(["demo", "--listen", "127.0.0.1:0", "--data", data], data, { forget: true });
  try {
    return await liaison(["export", directory, "--format", "site", "--data", data]);
  } finally {
    await demo.stop();
  }
}

/** Returns a port at which nobody listens. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a service with settings of its own in a directory of its own. */
export async function startService(config, data) {
  return startLiaison(["serve", "--config", config], data, { forget: false });
}

/** Starts a browser, which ends with the test file. */
export function browser() {
  const state = { contexts: [] };
  before(async () => {
    state.browser = await startBrowser();
  });
  afterEach(async () => {
    await Promise.all(state.contexts.splice(0).map((context) => context.close()));
  });
  after(async () => {
    await state.browser?.close();
  });
  return {
    async open(url, { size = DESKTOP, scheme = "light", script = true } = {}) {
      return openIn(state, url, { size, scheme, script });
    },
  };
}

function program() {
  assert.ok(process.env.LIAISON_BINARY, "LIAISON_BINARY is not set: run the tests by tests/browser/run");
  return process.env.LIAISON_BINARY;
}

async function startLiaison(words, data, { forget }) {
  const child = spawn(program(), words);
  // A test that is broken off does not leave it behind; what is killed itself leaves that to `run`.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));
  await writeFile(join(data, "demo.pid"), String(child.pid ?? ""));
  let said = "";
  const url = await new Promise((found, failed) => {
    const listen = (bytes) => {
      said += bytes;
      const address = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (address) found(address[0]);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`liaison ended with ${code}:\n${said}`)));
    setTimeout(() => failed(new Error(`liaison does not say where it is:\n${said}`)), 4 * PATIENCE).unref();
  });
  await answers(`${url}/healthz`);
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      const late = setTimeout(kill, PATIENCE);
      await ended;
      clearTimeout(late);
      process.removeListener("exit", kill);
      if (forget) await rm(data, { recursive: true, force: true });
    },
  };
}

async function answers(url) {
  const end = Date.now() + 4 * PATIENCE;
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    assert.ok(Date.now() < end, `${url} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
