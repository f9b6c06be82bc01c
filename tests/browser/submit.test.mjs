// A delegate of another organization hands in a statement, and a coordinator finds it with where it is from.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assertAccessible, assertFits, assertQuiet, assertSound, demonstration, DESKTOP, maybeScreenshot, PHONE, signInAs, visit,
} from "./harness.mjs";

const { open } = demonstration();

// Nobody fills in a form sooner than this, in milliseconds.
const SOONEST = 4_500;

async function fill(page, subject) {
  await visit(page, "/");
  await page.getByRole("contentinfo").getByRole("link", { name: "Hand in a statement" }).click();
  await page.getByLabel("Your organization or group").fill("ETU Study Group 1");
  await page.getByLabel("Your name").fill("Del Egate");
  await page.getByLabel("Your mail address").fill("del@example.net");
  await page.getByLabel(/^For whom/).fill("tsync");
  await page.getByLabel("Subject").fill(subject);
  await page.getByLabel(/^Text of the letter/).fill("Dear colleagues,\n\nplease tell us what time it is.\n");
  await page.getByLabel(/^Files/).setInputFiles({
    name: "letter.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("An annex.\n"),
  });
}

async function mailedLink(page) {
  await visit(page, "/demo/mail");
  await page.getByRole("link", { name: /Confirm your statement/ }).first().click();
  const text = await page.getByRole("main").innerText();
  return text.match(/\/submit\/[\w-]+/)[0];
}

test("the form, what is wrong with it and what follows are sound, on a phone and on a desktop, light and dark", async () => {
  for (const [window, size] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    for (const scheme of ["light", "dark"]) {
      const page = await open({ size, scheme });
      await visit(page, "/submit");
      await assertSound(page);
      await maybeScreenshot(page, `submit-${window}-${scheme}`);
      await page.getByRole("button", { name: "Hand it in" }).click();
      await page.getByRole("alert").first().waitFor();
      await assertAccessible(page);
      await assertFits(page);
      // The console tells of every answer that takes nothing, and this one is meant to.
      page.faults.splice(0);
      await maybeScreenshot(page, `submit-wrong-${window}-${scheme}`);
      await visit(page, "/submit/sent");
      await assertSound(page);
      await maybeScreenshot(page, `submit-sent-${window}-${scheme}`);
    }
  }
});

test("a delegate hands a statement in and confirms it, by keyboard and mouse, and a coordinator sees where it is from", async () => {
  const page = await open();
  await fill(page, "On clocks, by form");
  await page.waitForTimeout(SOONEST);
  await page.getByRole("button", { name: "Hand it in" }).click();
  await page.getByRole("heading", { name: "Look into your mailbox" }).waitFor();
  const link = await mailedLink(page);
  await visit(page, link);
  await assertSound(page);
  await maybeScreenshot(page, "submit-confirm");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByRole("heading", { name: "Your statement has arrived" }).waitFor();
  await assertSound(page);
  await maybeScreenshot(page, "submit-arrived");

  for (const [window, size] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    for (const scheme of ["light", "dark"]) {
      const desk = await open({ size, scheme });
      await signInAs(desk, /coordinator/i);
      await visit(desk, "/desk/inbox");
      await desk.getByRole("heading", { name: /On clocks, by form/ }).getByRole("link").click();
      await desk.getByText(/Handed in with the form/).first().waitFor();
      await desk.getByText("What shows it").click();
      await assertSound(desk);
      await maybeScreenshot(desk, `origin-${window}-${scheme}`);
      await visit(desk, "/desk/inbox?state=quarantine");
      await assertSound(desk);
      await maybeScreenshot(desk, `quarantine-${window}-${scheme}`);
    }
  }
});

test("it works without script, and a program's field is not there for people", async () => {
  const page = await open({ size: PHONE, script: false });
  await fill(page, "On clocks, without script");
  assert.equal(await page.locator("#website").isVisible(), false);
  await page.waitForTimeout(SOONEST);
  await page.getByRole("button", { name: "Hand it in" }).click();
  await page.getByRole("heading", { name: "Look into your mailbox" }).waitFor();
  await assertFits(page);
  assertQuiet(page);
});
