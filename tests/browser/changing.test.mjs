// What is changed about a statement on the record: a correction, a file that came later, mail sent again; on a phone and a desktop,
// light and dark, and without script.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertFits, assertSound, demonstration, maybeScreenshot, PHONE, signInAs, typeReceived, visit, WINDOWS } from "./harness.mjs";

const { open } = demonstration();

test("what is on the record is corrected, added to and sent again, on a phone and without script", async () => {
  const page = await open({ size: PHONE, script: false });
  await signInAs(page, /coordinator/i);
  await typeReceived(page, "How long may a boundary clock hold over?\n\nWe need it by June.\n");
  await page.getByRole("button", { name: "Record and post" }).click();
  await page.waitForURL(/\/mail\?done=recorded$/);
  const desk = new URL(page.url()).pathname;
  const record = desk.replace("/mail", "");

  await page.getByText("Correct what it says").click();
  await assertFits(page);
  await page.getByRole("button", { name: "Begin the correction" }).click();
  await page.getByRole("alert").waitFor();
  await assertFits(page);
  await maybeScreenshot(page, "correct-refused-phone");
  await page.locator("#correction_why").fill("The deadline was misread.");
  await page.getByRole("checkbox", { name: /Tell those who have it, with all of it/ }).check();
  await page.getByRole("button", { name: "Begin the correction" }).click();
  await page.waitForURL(/done=correction-begun$/);
  await assertFits(page);
  await maybeScreenshot(page, "correction-form-phone");
  await page.locator("#deadline").fill("2031-07-31");
  await page.locator("#text").fill("How long may a boundary clock hold over?\n\nWe need it by July.\n");
  await page.getByRole("button", { name: "Save and preview" }).click();
  await page.waitForURL(/\/preview\?done=saved$/);
  await assertFits(page);
  await maybeScreenshot(page, "correction-preview-phone");
  await page.getByRole("button", { name: /^Submit/ }).click();
  await page.waitForURL(/done=submitted$/);
  await page.getByRole("button", { name: /^Review|^It is right|^Reviewed/ }).first().click();
  await page.waitForURL(/done=corrected$/);

  await visit(page, desk);
  await page.getByText("Add a file or a link").click();
  await page.locator("#url").fill("https://example.com/annex");
  await page.locator("#title").fill("The annex");
  await page.getByRole("button", { name: "Add it" }).click();
  await page.waitForURL(/done=added-after$/);
  await page.getByText("Send it again").first().click();
  await page.getByLabel("Address").first().fill("somebody@etu.example.com");
  await page.getByRole("button", { name: "Send it again" }).first().click();
  await page.waitForURL(/done=sent-again$/);
  await page.getByText("somebody@etu.example.com").first().waitFor();
  await assertFits(page);

  for (const [window, size, scheme] of WINDOWS) {
    const reading = await open({ size, scheme });
    await visit(reading, record);
    await assertSound(reading);
    await maybeScreenshot(reading, `corrected-record-${window}`);
    await reading.getByRole("link", { name: "What changed" }).click();
    await reading.waitForURL(/versions\/2$/);
    await assertSound(reading);
    await maybeScreenshot(reading, `version-${window}`);
    assert.match(await reading.locator("ins").allTextContents().then((all) => all.join("\n")), /by July/);
    await reading.getByRole("link", { name: "Version 1", exact: true }).click();
    await reading.waitForURL(/versions\/1$/);
    await assertSound(reading);
    await visit(reading, `${record}/history`);
    await assertSound(reading);
    const keeping = await open({ size, scheme });
    await signInAs(keeping, /coordinator/i);
    await visit(keeping, desk);
    await assertSound(keeping);
    await keeping.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));
    await assertSound(keeping);
    await maybeScreenshot(keeping, `changing-${window}`);
  }
});
