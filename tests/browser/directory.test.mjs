// The directory: an entry is changed by its form, contacts are confirmed in one click, a held import is decided on.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assertFits, assertQuiet, assertSound, demonstration, DESKTOP, maybeScreenshot, PHONE, signInAs, visit,
} from "./harness.mjs";

const { open } = demonstration();

const PUBLIC = ["/organizations", "/organizations/etu", "/groups/etu-sg15-q13", "/groups/tsync", "/groups/baa/history"];

test("what everybody reads of the directory is sound on a phone and on a desktop, light and dark", async () => {
  for (const [window, size] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    for (const scheme of ["light", "dark"]) {
      const page = await open({ size, scheme });
      for (const path of PUBLIC) {
        await visit(page, path);
        await assertSound(page);
        await page.evaluate(() => document.querySelectorAll("details").forEach((closed) => { closed.open = true; }));
        await assertSound(page);
        await maybeScreenshot(page, `directory${path.replaceAll("/", "-")}-${window}-${scheme}`);
      }
    }
  }
});

test("what those who keep the directory see is sound on a phone and on a desktop, light and dark", async () => {
  for (const [window, size] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    for (const scheme of ["light", "dark"]) {
      const page = await open({ size, scheme });
      await signInAs(page, /coordinator/i);
      await visit(page, "/directory");
      const held = await page.getByRole("link", { name: /^Decide/ }).getAttribute("href");
      for (const path of ["/directory", "/directory/mine", "/directory/new", "/directory/entries/etu", "/organizations/baa", held]) {
        await visit(page, path);
        await assertSound(page);
        const name = path === held ? "-held" : path.replaceAll("/", "-");
        await maybeScreenshot(page, `kept${name}-${window}-${scheme}`);
      }
    }
  }
});

test("a coordinator corrects an entry, and a fault loses nothing that was typed", async () => {
  const page = await open();
  await signInAs(page, /coordinator/i);
  await visit(page, "/organizations/owc");
  await page.getByRole("link", { name: "Change this entry" }).click();
  await page.getByLabel("Send To").fill("team at owc");
  await page.getByLabel("Letter format").fill("HTML, by a link");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: /Change/ }).waitFor();
  assert.equal(await page.getByLabel("Send To").inputValue(), "team at owc");
  assert.equal(await page.getByLabel("Letter format").inputValue(), "HTML, by a link");
  assert.equal(await page.getByLabel("Send To").getAttribute("aria-invalid"), "true");
  // The browser's console tells of the refusal.
  page.faults.splice(0);
  await assertSound(page);
  await maybeScreenshot(page, "kept-fault");
  await page.getByLabel("Send To").fill("OWC Team <team@owc.example.net>");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved. Imports leave what you set as it is.").waitFor();
  await page.getByText("HTML, by a link").waitFor();
  await page.getByRole("link", { name: "History" }).click();
  await page.getByText("Letter format").first().waitFor();
  await assertSound(page);
  assertQuiet(page);
});

test("a liaison manager confirms contacts in one click, by keyboard and without script", async () => {
  const page = await open({ size: PHONE, script: false });
  await signInAs(page, "Di Marchetti");
  await visit(page, "/directory/mine");
  await page.getByRole("button", { name: /^They are right.*LM 902/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("Noted: the contacts are right.").waitFor();
  const section = page.locator("section").filter({ hasText: "LM 902 Committee" });
  await section.getByText(/Last confirmed on .* by Di Marchetti/).waitFor();
  await assertFits(page);
  assertQuiet(page);
});

test("a coordinator throws away an import that is held", async () => {
  const page = await open();
  await signInAs(page, /coordinator/i);
  await visit(page, "/directory");
  await page.getByRole("link", { name: /^Decide/ }).click();
  await page.getByText(/would no longer be liaison manager/).waitFor();
  await page.getByRole("button", { name: "Throw it away" }).click();
  await page.getByText("Thrown away. Nothing was changed.").waitFor();
  await assertSound(page);
});
