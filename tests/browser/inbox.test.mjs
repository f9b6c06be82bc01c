// A received letter beside the form that it fills: what each field was read from leads to the words in the letter, and back.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assertFits, assertQuiet, assertSound, demonstration, DESKTOP, maybeScreenshot, PHONE, signInAs, visit,
} from "./harness.mjs";

const { open } = demonstration();

const LETTER = /^LS\/r on the holdover/;

async function openLetter(page, name = LETTER) {
  await visit(page, "/desk/inbox");
  await page.getByRole("heading", { name }).getByRole("link").click();
}

test("every message of the inbox is sound on a phone and on a desktop, light and dark", async () => {
  for (const [window, size] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    for (const scheme of ["light", "dark"]) {
      const page = await open({ size, scheme });
      await signInAs(page, /coordinator/i);
      await visit(page, "/desk/inbox");
      const links = await page.locator(".tasks h2 a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
      assert.ok(links.length >= 5);
      for (const [at, path] of links.entries()) {
        await visit(page, path);
        await assertSound(page);
        for (const closed of await page.locator("details:not([open]) > summary").all()) {
          if (await closed.isVisible()) await closed.click();
        }
        await assertSound(page);
        if (scheme === "light") await maybeScreenshot(page, `inbox-${at}-${window}`);
      }
    }
  }
});

test("what a field was read from is shown in the letter, which stays beside the form", async () => {
  const page = await open();
  await signInAs(page, /coordinator/i);
  await openLetter(page);
  await page.locator("#to-check").getByRole("link", { name: "Deadline" }).click();
  const field = page.locator("#at-deadline");
  await field.locator("summary").click();
  const before = await page.evaluate(() => scrollY);
  await field.getByRole("link", { name: "Show it in the letter" }).click();
  const mark = page.locator(".seen:target");
  await mark.waitFor();
  const box = await mark.boundingBox();
  assert.ok(box.y > 0 && box.y < DESKTOP.height, "the words are in view");
  const moved = Math.abs((await page.evaluate(() => scrollY)) - before);
  assert.ok(moved < 40, `the form stays where it is, but moved by ${moved} px`);
  await maybeScreenshot(page, "inbox", { fullPage: false });
  await mark.click();
  assert.equal(new URL(page.url()).hash, "#at-deadline", "the words lead back to their field");
});

test("it all works by keyboard and without script", async () => {
  const page = await open({ size: PHONE, script: false });
  await signInAs(page, /coordinator/i);
  await openLetter(page);
  const summary = page.locator("#at-subject summary");
  await summary.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator(".seen:target").filter({ hasText: LETTER }).waitFor();
  await assertFits(page);
  assertQuiet(page);
});

test("of two who open a message the second is told, and takes it over with all that they typed", async () => {
  const first = await open();
  await signInAs(first, /coordinator/i);
  await openLetter(first, "Numbering of onboarding profiles");
  const second = await open();
  await signInAs(second, /liaison manager/i);
  await openLetter(second, "Numbering of onboarding profiles");
  await second.getByRole("heading", { name: /has this message open/ }).waitFor();
  await assertSound(second);
  await second.getByLabel("Subject", { exact: true }).fill("As the second types it");
  await second.getByRole("button", { name: "Take it over" }).click();
  await second.getByRole("heading", { name: /has this message open/ }).waitFor({ state: "detached" });
  assert.equal(await second.getByLabel("Subject", { exact: true }).inputValue(), "As the second types it");
  await first.getByRole("button", { name: "Record and post" }).last().click();
  await first.getByRole("heading", { name: /has this message open/ }).waitFor();
  await assertFits(first);
});

test("a sender is asked from the page of their message", async () => {
  const page = await open();
  await signInAs(page, /coordinator/i);
  await openLetter(page, "Cues in live captions");
  await page.getByText("Ask the sender something").click();
  await page.getByLabel("Question", { exact: true }).fill("Which of our groups is it for?");
  await page.getByRole("button", { name: "Mail the question" }).click();
  await page.getByText("Mailed. What the sender answers").waitFor();
  await page.getByText("Which of our groups is it for?").waitFor();
  await assertSound(page);
  await maybeScreenshot(page, "asked");
});

test("a coordinator records a letter as it was read", async () => {
  const page = await open();
  await signInAs(page, /coordinator/i);
  await openLetter(page, "Cues in live captions");
  await page.getByRole("radio", { name: /For Information/ }).check();
  await page.getByRole("button", { name: "Record and post" }).click();
  await page.getByText("Recorded: the statement is on the public record.").waitFor();
  await assertSound(page);
});
