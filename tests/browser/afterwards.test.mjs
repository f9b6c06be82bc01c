// What is done with a statement once it is on the record, and what travelled otherwise: on a phone and a desktop, light and dark.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSound, demonstration, maybeScreenshot, signInAs, typeReceived, visit, WINDOWS } from "./harness.mjs";

const { open } = demonstration();

/** Enters a letter that came on paper, with two files, and returns the address of its page. */
async function enterOnPaper(page) {
  await typeReceived(page, "How long may a boundary clock hold over?\n");
  await page.locator("#sent_on").fill("2026-01-12");
  await page.locator("#travelled").fill("on paper, handed over at their meeting");
  await page.locator("#file").setInputFiles([
    { name: "letter.txt", mimeType: "text/plain", buffer: Buffer.from("The letter.\n") },
    { name: "annex.txt", mimeType: "text/plain", buffer: Buffer.from("Its annex.\n") },
  ]);
  return page;
}

test("a letter that came on paper is entered with its files and dates, given to others, and relayed to research", async () => {
  const page = await open();
  await signInAs(page, /coordinator/i);
  await enterOnPaper(page);
  await assertSound(page);
  await maybeScreenshot(page, "enter-received-desktop");
  await page.getByRole("button", { name: "Record and post" }).click();
  await page.waitForURL(/\/mail\?done=recorded$/);
  const desk = new URL(page.url()).pathname;
  const record = desk.replace("/mail", "");

  await page.getByText("Give it to other groups").click();
  await page.locator("#give_to").fill("freqd");
  await assertSound(page);
  await page.getByRole("button", { name: "Give it to these" }).click();
  await page.waitForURL(/done=given$/);
  await page.getByText("Let its sender know, informally").click();
  assert.match(await page.locator("#feedback_text").inputValue(), /It is for others: Frequency Distribution/);
  await assertSound(page);
  await page.getByRole("button", { name: "Send the note" }).click();
  await page.waitForURL(/done=feedback-sent$/);
  await page.getByRole("button", { name: "It is about research" }).click();
  await page.waitForURL(/done=marked$/);
  await page.locator("#remark").fill("They will ask again at the next meeting.");
  await page.getByRole("button", { name: "Comment" }).click();
  await page.waitForURL(/done=commented$/);
  await assertSound(page);

  const research = await open();
  await signInAs(research, /irtf/i);
  await visit(research, desk);
  await research.getByText("Relay it to research groups").click();
  await research.getByRole("checkbox", { name: /Clock Behaviour/ }).check();
  await assertSound(research);
  await research.getByRole("button", { name: "Relay it to these" }).click();
  await research.waitForURL(/done=relayed$/);

  for (const [window, size, scheme] of WINDOWS) {
    for (const [name, role] of [["coordinator", /coordinator/i], ["research", /irtf/i]]) {
      const looking = await open({ size, scheme });
      await signInAs(looking, role);
      await visit(looking, desk);
      await assertSound(looking);
      await looking.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));
      await assertSound(looking);
      await maybeScreenshot(looking, `afterwards-${name}-${window}`);
      await visit(looking, record);
      await assertSound(looking);
      if (name === "coordinator") await maybeScreenshot(looking, `given-record-${window}`);
      await visit(looking, `${record}/history`);
      await assertSound(looking);
    }
    const form = await open({ size, scheme });
    await signInAs(form, /coordinator/i);
    await enterOnPaper(form);
    await assertSound(form);
    await maybeScreenshot(form, `enter-received-${window}`);
  }
});

test("what was sent without approval is entered with its files and date, and says so", async () => {
  const page = await open();
  await signInAs(page, /coordinator/i);
  await visit(page, "/statements/new?direction=sent");
  await page.locator("#from_groups").fill("tsync");
  await page.locator("#to_groups").fill("etu");
  await page.locator("#subject").fill("Boundary clocks");
  await page.getByRole("radio", { name: /For Information/i }).check();
  await page.locator("#text").fill("They hold over for a day.\n");
  await page.getByRole("radio", { name: /consensus of the sending/i }).check();
  await page.locator("#sent_on").fill("2026-01-25");
  await page.locator("#travelled").fill("by their web form");
  await page.locator("#file").setInputFiles([
    { name: "answer.txt", mimeType: "text/plain", buffer: Buffer.from("An answer.\n") },
    { name: "table.txt", mimeType: "text/plain", buffer: Buffer.from("A table.\n") },
  ]);
  await assertSound(page);
  await page.getByRole("button", { name: "Record as sent" }).click();
  await page.waitForURL(/done=record-kept$/);
  await assertSound(page);
  await page.getByRole("link", { name: "Its page on the record" }).click();
  await page.getByRole("heading", { name: "Approval missing" }).waitFor();
  await page.getByRole("link", { name: "table.txt" }).waitFor();
  await page.getByText("25 January 2026").first().waitFor();
  await assertSound(page);
  await maybeScreenshot(page, "sent-otherwise-desktop");
});
