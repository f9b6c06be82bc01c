// Pages that everybody reads: on a phone and a desktop, light and dark, with script and without.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertQuiet, assertSound, demonstration, DESKTOP, maybeScreenshot, PHONE, visit } from "./harness.mjs";

const { open } = demonstration();

const WINDOWS = [
  { name: "phone-light", size: PHONE, scheme: "light" },
  { name: "phone-dark", size: PHONE, scheme: "dark" },
  { name: "desktop-light", size: DESKTOP, scheme: "light" },
  { name: "desktop-dark", size: DESKTOP, scheme: "dark" },
];

/** Each page by a name, and how one gets there; what the demonstration calls things is its own matter. */
const PAGES = {
  home: () => "/",
  statements: () => "/statements",
  "search-with-answers": () => "/statements?q=clock",
  "search-without-answers": () => "/statements?q=zzzunheardofzzz",
  statement: (page) => linkAt(page, "/statements", /^\/statements\/\d+$/),
  history: (page) => linkAt(page, "/statements", /^\/statements\/\d+$/).then((path) => `${path}/history`),
  organizations: () => "/organizations",
  organization: (page) => linkAt(page, "/organizations", /^\/organizations\/[^/]+$/),
  group: async (page) => linkAt(page, await PAGES.organization(page), /^\/groups\/[^/]+$/),
  statistics: () => "/statistics",
  deadlines: () => "/deadlines",
  "organization-open": (page) => linkAt(page, "/organizations", /^\/organizations\/[^/]+$/).then((path) => `${path}/open`),
  "organization-report": (page) => linkAt(page, "/organizations", /^\/organizations\/[^/]+$/).then((path) => `${path}/report`),
  about: () => "/about",
  "sign-in": () => "/sign-in",
  "demo-sign-in": () => "/demo/sign-in",
};

for (const [name, path] of Object.entries(PAGES)) {
  describe(`the page ${name}`, () => {
    for (const { name: window, size, scheme } of WINDOWS) {
      test(`is sound on ${window}`, async () => {
        const page = await open({ size, scheme });
        await visit(page, await path(page));
        await maybeScreenshot(page, `${name}-${window}`);
        await assertSound(page);
        assert.notEqual(await page.title(), "");
      });
    }
  });
}

test("the numbers behind a picture are reached with the keyboard, and lead to what they count", async () => {
  const page = await open({ size: PHONE });
  await visit(page, "/statistics");
  const summary = page.locator("summary").first();
  await summary.focus();
  await page.keyboard.press("Enter");
  const number = page.locator("details[open] td a").first();
  const count = Number((await number.textContent()).replaceAll(",", ""));
  await number.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/statements\?/);
  assert.match(await page.locator("main").innerText(), new RegExp(`\\b${count} statement`));
});

test("a page that is not there says so, and leads on", async () => {
  const page = await open({ size: PHONE });
  const answer = await page.goto("/statements/999999");
  assert.equal(answer.status(), 404);
  assert.ok(await page.getByRole("main").getByRole("link").count(), "there is a way on");
});

test("search works without script", async () => {
  const page = await open({ script: false });
  await visit(page, "/statements");
  await page.getByRole("searchbox").first().fill("zzzunheardofzzz");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=zzzunheardofzzz/);
  assert.equal(await page.locator("main a[href^='/statements/']").count(), 0);
  assert.equal(await page.getByRole("searchbox").first().inputValue(), "zzzunheardofzzz");
  assertQuiet(page);
});

test("a reader with a keyboard comes to the content at once", async () => {
  const page = await open();
  await visit(page, "/statements");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => location.hash || document.activeElement.id), "#main");
});

/** Returns the first address of this form that a page leads to. */
async function linkAt(page, path, form) {
  await visit(page, path);
  const links = await page.locator("main a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  const link = links.find((link) => form.test(link));
  assert.ok(link, `${path} leads to nothing like ${form}`);
  return link;
}
