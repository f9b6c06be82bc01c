// The static copy of the record, opened from a disk: nothing serves it, and nothing is asked of any network.

import assert from "node:assert/strict";
import { access, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { assertSound, browser, copyOfDemonstration, maybeScreenshot, WINDOWS } from "./harness.mjs";

const { open } = browser();
let top, copy, url;

before(async () => {
  top = await mkdtemp(join(tmpdir(), "liaison-copy-"));
  copy = join(top, "copy");
  assert.match(await copyOfDemonstration(copy), /^Wrote \d+ statements to /);
  url = pathToFileURL(copy).href;
});

after(() => rm(top, { recursive: true, force: true }));

test("a statement is found by its words and read with its attachment, from a disk", async () => {
  for (const [window, size, scheme] of WINDOWS) {
    const page = await open(url, { size, scheme });
    await page.goto(`${url}/index.html`);
    await assertSound(page);
    await maybeScreenshot(page, `copy-first-${window}`);
    await page.getByRole("searchbox").fill("HOLDOVER bound");
    await page.getByRole("button", { name: "Search" }).click();
    const found = page.locator("#results li");
    await found.first().waitFor();
    assert.match(await page.getByRole("status").textContent(), /^\d+ statements?$/);
    await assertSound(page);
    await maybeScreenshot(page, `copy-search-${window}`);
    await page.getByRole("link", { name: /Holdover of boundary clocks/ }).first().click();
    await page.locator("article h1").waitFor();
    assert.ok(page.url().startsWith(`${url}/statements/`), page.url());
    await assertSound(page);
    await maybeScreenshot(page, `copy-statement-${window}`);
    await page.getByRole("link", { name: /step by step/ }).click();
    await assertSound(page);
    await page.goto(`${url}/organizations.html`);
    await assertSound(page);
    await page.getByRole("main").getByRole("link").nth(2).click();
    await assertSound(page);
    await maybeScreenshot(page, `copy-organization-${window}`);
  }
});

test("words that nothing has find nothing, and without a script the years list everything", async () => {
  const page = await open(url);
  await page.goto(`${url}/index.html?q=xylophone`);
  await page.getByText("0 statements").waitFor();
  const plain = await open(url, { script: false });
  await plain.goto(`${url}/index.html`);
  assert.ok(await plain.getByText("let this page run its script").isVisible());
  assert.ok(!(await plain.getByRole("searchbox").isVisible()));
  await plain.locator("section li a").first().click();
  assert.match(plain.url(), /\/years\/\d{4}\.html$/);
  assert.ok(await plain.getByRole("main").getByRole("listitem").count());
});

test("every link of the copy leads to one of its files or to the service, and every attachment is there", async () => {
  const pages = (await readdir(copy, { recursive: true })).filter((name) => name.endsWith(".html"));
  let attachments = 0;
  const missing = [];
  for (const name of pages) {
    const own = pathToFileURL(join(copy, name));
    const html = await readFile(join(copy, name), "utf8");
    for (const [, address] of html.matchAll(/ (?:href|src)="([^"]*)"/g)) {
      const to = new URL(address.replaceAll("&#38;", "&"), own);
      if (to.protocol !== "file:") continue;
      attachments += /\/attachments\//.test(to.pathname);
      to.hash = to.search = "";
      await access(fileURLToPath(to)).catch(() => missing.push(`${name}: ${address}`));
    }
  }
  assert.deepEqual(missing, []);
  assert.ok(attachments > 0, "no page has an attachment");
});
