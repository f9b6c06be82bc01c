// From "reply" to "waits for the Area Director", for a chair who does it for the first time: the clicks besides writing.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { agree, assertSound, demonstration, maybeScreenshot, signInAs, typeReceived, visit, WINDOWS } from "./harness.mjs";

const { open } = demonstration();

/** The most clicks that the path may take. */
const MOST = 6;

/** Has a coordinator record a letter to tsync; returns the address of its page, which is in the mail to the group. */
async function received() {
  const coordinator = await open();
  await signInAs(coordinator, "coordinator");
  await typeReceived(coordinator, "How long may a boundary clock hold over?\n");
  await coordinator.locator("#from_liaison_contact").fill("secretariat@etu.example.com");
  await coordinator.getByRole("button", { name: "Record and post" }).click();
  await coordinator.waitForURL(/\/mail\?done=recorded$/);
  return new URL(coordinator.url()).pathname.replace("/mail", "");
}

test("a newcomer gets from “reply” to “waits for the Area Director” in a few clicks besides writing", async () => {
  const record = await received();
  const chair = await open({ size: { width: 1000, height: 700 } });
  await signInAs(chair, "Chair of tsync");
  let clicks = 0;
  const click = async (control) => {
    clicks += 1;
    await control.click();
  };
  const shot = async (step, control) => {
    await control.scrollIntoViewIfNeeded();
    await maybeScreenshot(chair, `reply-${step}`, { fullPage: false });
  };
  await visit(chair, record);
  const starts = chair.locator("#do-reply");
  if (!(await starts.evaluate((it) => it.open))) await click(starts.locator("summary"));
  await shot("1-statement", starts);
  await click(starts.getByRole("link", { name: "The answer to a question", exact: true }));
  const text = chair.getByLabel("Text", { exact: true });
  const begun = await text.inputValue();
  assert.match(begun, /you ask \[the question\]\. \[The answer/, "it begins with the text that was chosen");
  const answer = "Eight hours at most: the group agreed on that on its list in January.";
  const written = begun.replace(/\[the question\]/, "how long a boundary clock may hold over").replace(/\[The answer[^\]]*\]/, answer);
  await text.fill(written);
  await click(chair.getByLabel("Consensus of the sending group(s)"));
  await shot("2-writing", text);
  await assertSound(chair);
  await click(chair.getByRole("button", { name: "Save and preview" }));
  await chair.waitForURL(/\/statements\/\d+\/preview/);
  await assertSound(chair);
  await shot("3-preview", chair.getByRole("heading", { name: "What will be mailed" }));
  await click(chair.getByRole("button", { name: "Submit" }));
  await chair.waitForURL(/done=submitted$/);
  const waits = chair.locator(".gates");
  await waits.getByText(/Area Director/).first().waitFor();
  await shot("4-waits", chair.getByRole("heading", { level: 1 }));
  await assertSound(chair);
  assert.ok(clicks <= MOST, `it took ${clicks} clicks`);
  const told = await readFile(new URL("../../docs/outgoing.md", import.meta.url), "utf8");
  assert.ok(told.includes(`in ${clicks} clicks besides writing`), `docs/outgoing.md says: in ${clicks} clicks besides writing`);
});

test("what travels by other means is on the desk of whoever drafted it until it was sent", async () => {
  const record = await received();
  const chair = await open();
  await signInAs(chair, "Chair of tsync");
  await visit(chair, record);
  const starts = chair.locator("#do-reply");
  if (!(await starts.evaluate((it) => it.open))) await starts.locator("summary").click();
  await starts.getByRole("link", { name: "The answer to a question", exact: true }).click();
  const text = chair.getByLabel("Text", { exact: true });
  await text.fill((await text.inputValue()).replaceAll(/\[[^\]]*\]/g, "eight hours"));
  await chair.locator("#travelled").fill("uploaded to their form");
  await chair.getByLabel("Consensus of the sending group(s)").click();
  await chair.getByRole("button", { name: "Save and preview" }).click();
  await chair.waitForURL(/\/statements\/\d+\/preview/);
  const number = new URL(chair.url()).pathname.split("/")[2];
  await chair.getByText("uploaded to their form").first().waitFor();
  await chair.getByRole("button", { name: "Submit" }).click();
  await chair.waitForURL(/done=submitted$/);
  await agree(open, number);
  for (const [window, size, scheme] of WINDOWS) {
    const page = await open({ size, scheme });
    await signInAs(page, "Chair of tsync");
    await visit(page, "/desk");
    await page.getByText("Send it").first().waitFor();
    await assertSound(page);
    await maybeScreenshot(page, `desk-send-it-${window}`);
  }
  await visit(chair, `/statements/${number}/preview`);
  await assertSound(chair);
  await maybeScreenshot(chair, "send-it-preview");
});
