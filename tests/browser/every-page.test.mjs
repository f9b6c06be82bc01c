// Every page that the router has: none can be left out. What a new address needs is said in WHERE, or it is as it stands.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { assertAccessible, assertFits, demonstration, PHONE, signInAs, visit } from "./harness.mjs";

const { open } = demonstration();

const SOURCES = ["router.rs", "handlers/desk/mod.rs"].map((file) => new URL(`../../crates/web/src/${file}`, import.meta.url));

/** What stands in an address for each parameter, where nothing else is said below. */
const PARAMETERS = {
  acronym: "etu", name: "nothing", id: "1", token: "nobody", version: "1", position: "1", delivery: "1", file: "nothing", kind: "from",
  topic: "fields", form: "edit", app: "liaisons", resource: "liaisonstatement", key: "1", keys: "1", "*name": "0/000",
};

/** Where a page is that is not there for any number: each is found by somebody who sees it. */
const WHERE = {
  "/statements/{number}/preview": (page) => linkOf(page, "/desk/reviews", /^\/statements\/\d+\/preview$/),
  "/statements/{number}/edit": (page) => linkOf(page, "/desk/reviews", /^\/statements\/\d+\/preview$/).then((path) => path.replace("preview", "edit")),
  "/statements/{number}/reply": (page) => linkOf(page, "/statements?open=yes", /^\/statements\/\d+$/).then((path) => `${path}/reply`),
  "/statements/{number}/ask-again": (page) => linkOf(page, "/statements?direction=outgoing&deadline=passed&answer=missing", /^\/statements\/\d+$/).then((path) => `${path}/ask-again`),
  "/desk/inbox/{id}": (page) => linkOf(page, "/desk/inbox", /^\/desk\/inbox\/\d+$/),
  "/directory/imports/{id}": (page) => linkOf(page, "/directory", /^\/directory\/imports\/\d+$/),
  "/demo/mail/{id}": (page) => linkOf(page, "/demo/mail", /^\/demo\/mail\/\d+$/),
  "/people/{id}": (page) => linkOf(page, "/organizations/etu", /^\/people\/\d+$/),
  "/desk/webhooks/{id}": (page) => webhook(page),
  "/sign-in/{token}": (page) => linkOfAnother(page),
  "/watch": () => "/watch?what=organization&key=etu",
  "/watching/{token}": (page) => watching(page),
  "/watching/{token}/end": (page) => watching(page).then((path) => `${path}/end`),
};

/** Pages that say that something is not there: of links that are mailed, of files, of what a demonstration has not. With the status. */
const NOT_THERE = {
  "/submit/{token}": 410, "/reminders/off/{token}": 404, "/statements/{number}/letter.pdf": 404, "/metrics": 404,
  "/statements/{number}/informal-answer": 404, "/sign-in/openid": 404, "/sign-in/openid/back": 404, "/desk/calendar/{file}": 404,
  "/desk/inbox/{id}/original": 404, "/desk/inbox/{id}/files/{position}/{name}": 404,
  "/liaison/{number}/{form}/{id}": 404, "/lib/dt/documents/LIAISON/{file}": 404, "/documents/LIAISON/{file}": 404, "/assets/{name}": 404,
};

/** Returns the address of each GET of the router, as its sources name it. */
async function patterns() {
  const found = [];
  for (const source of SOURCES) {
    const text = await readFile(source, "utf8");
    for (const call of text.split(/(?=\.route\(|\bboth\()/).slice(1)) {
      const [, path, rest] = call.match(/^(?:\.route|both)\(\s*"([^"]*)",([\s\S]*)/) ?? [];
      if (path?.startsWith("/") && /\bget\(/.test(rest)) found.push(path);
    }
  }
  return found;
}

async function linkOf(page, path, form) {
  await visit(page, path);
  const links = await page.locator("main a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  const link = links.find((link) => form.test(link));
  assert.ok(link, `${path} leads to nothing like ${form}`);
  return link;
}

/** Asks to follow something, and returns where the mailed link leads. */
async function watching(page) {
  await visit(page, "/watch?what=organization&key=etu");
  await page.getByLabel(/address/i).fill("reader@example.net");
  await page.getByRole("main").getByRole("button").click();
  await visit(page, "/demo/mail");
  await page.getByRole("link", { name: /Confirm: news/ }).first().click();
  return (await page.getByRole("main").innerText()).match(/\/watching\/[\w-]+/)[0];
}

/** Follows the link in a mail that asks somebody else for an approval, and returns where it leads. */
async function linkOfAnother(page) {
  await visit(page, "/demo/mail");
  await page.getByRole("link", { name: /Please approve/ }).first().click();
  await page.getByRole("main").getByRole("button").click();
  const { pathname, search } = new URL(page.url());
  assert.match(pathname, /^\/sign-in\//);
  return pathname + search;
}

/** Adds a webhook that rests at once, so that nothing is asked of anybody, and returns where it is. */
async function webhook(page) {
  await visit(page, "/desk/webhooks");
  await page.getByLabel("Address of the program").fill("https://93.184.216.34/hook");
  await page.getByRole("button", { name: "Add it" }).click();
  await assertAccessible(page);
  await page.getByRole("link", { name: "Go to the webhook" }).click();
  await page.getByRole("button", { name: "Let it rest" }).click();
  return new URL(page.url()).pathname;
}

test("axe finds nothing on any page of the router, and each fits a phone", async () => {
  const page = await open({ size: PHONE });
  await signInAs(page, /coordinator/i);
  const number = (await linkOf(page, "/statements?direction=incoming", /^\/statements\/\d+$/)).split("/").pop();
  let pages = 0;
  const wrong = [];
  for (const pattern of await patterns()) {
    const filled = pattern.replace(/\{([^}]+)\}/g, (_, name) => (name === "number" ? number : PARAMETERS[name] ?? assert.fail(`say what stands for {${name}} in ${pattern}`)));
    const path = await (WHERE[pattern]?.(page) ?? filled);
    const answer = await page.request.get(path, { maxRedirects: 0 });
    const kind = answer.headers()["content-type"] ?? "";
    if (answer.status() >= 300 && answer.status() < 400) continue;
    if (!kind.startsWith("text/html")) continue;
    const expected = NOT_THERE[pattern] ?? 200;
    if (answer.status() !== expected) {
      wrong.push(`${pattern}: ${path} answers ${answer.status()}: say in WHERE where it is`);
      continue;
    }
    await page.goto(path);
    for (const holds of [assertAccessible, assertFits]) {
      await holds(page).catch((fault) => wrong.push(`${pattern}: ${fault.message}`));
    }
    // The console tells of each answer that is no page.
    page.faults.splice(0);
    pages += 1;
  }
  assert.equal(wrong.length, 0, wrong.join("\n"));
  assert.ok(pages > 40, `only ${pages} pages were found`);
});
