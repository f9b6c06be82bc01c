// The two stories of the product, walked as their people walk them: by keyboard and click, without script.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertQuiet, assertSound, demonstration, maybeScreenshot, signInAs, visit } from "./harness.mjs";

const { open } = demonstration();

/** Returns the text of the newest message of the demonstration's mail that has this in its row. */
async function mailed(page, row) {
  await visit(page, "/demo/mail");
  await page.getByRole("main").getByRole("link", { name: row }).first().click();
  return page.getByRole("main").innerText();
}

test("a message waits in the inbox, and a coordinator puts it on the record", async () => {
  const page = await open();
  await signInAs(page, "coordinator");
  await visit(page, "/desk/inbox");
  await assertSound(page);
  await page.getByRole("link", { name: /numbering of onboarding profiles/i }).first().click();
  await assertSound(page);

  // It comes filled from the letter. With mistakes it comes back with every fault beside its field and nothing lost.
  assert.equal(await page.getByLabel("From, group 1").inputValue(), "lm902-11");
  assert.equal(await page.getByLabel("To, group 1").inputValue(), "attest");
  await page.getByLabel("Subject", { exact: true }).fill("");
  await page.getByLabel("Purpose, as written").fill("Action, please");
  await page.getByRole("button", { name: "Record and post" }).last().click();
  await page.getByRole("alert").waitFor();
  page.faults.length = 0; // The browser notes each refusal in the console.
  await assertSound(page);
  await maybeScreenshot(page, "story-in-faults");
  assert.equal(await page.getByLabel("Purpose, as written").inputValue(), "Action, please");

  await page.getByLabel("Subject", { exact: true }).fill("Numbering of onboarding profiles");
  await page.getByLabel("For Action").check();
  await page.getByLabel("Deadline").fill("2027-06-30");
  await page.getByRole("button", { name: "Record and post" }).last().click();
  await page.waitForURL(/\/statements\/\d+/);
  await assertSound(page);
  const address = new URL(page.url()).pathname.replace(/\/mail$/, "");

  const reader = await open();
  await visit(reader, address);
  await assertSound(reader);
  await maybeScreenshot(reader, "story-in-page");
  const shown = await reader.getByRole("main").innerText();
  for (const words of ["LM 902.11 Working Group", "Attested Devices", "For Action", "30 June 2027"]) {
    assert.ok(shown.includes(words), `the page says ${words}`);
  }
  const file = await reader.getByRole("link", { name: /onboarding-profiles/ }).first().getAttribute("href");
  const answer = await reader.request.get(file);
  assert.equal(answer.status(), 200);
  assert.ok((await answer.text()).length > 100, "the file is served");

  assert.match(await mailed(page, /On record/), /has been received, and is on the public record/);
  assert.match(await mailed(page, /Statement from LM 902\.11/), /attest-chairs@example\.org/);
});

test("a chair drafts, the Area Director approves, the liaison manager advises, a coordinator reviews, and it goes out", async () => {
  const chair = await open({ script: false });
  await signInAs(chair, "Chair of tsync");
  await visit(chair, "/statements/new");
  await chair.getByLabel("Time Synchronization over Packets").check();
  await chair.getByLabel("To, group 1").fill("etu-sg15");
  await chair.getByLabel("For Action").check();
  await chair.getByLabel("Deadline").fill("2027-05-31");
  await chair.getByLabel("Subject").fill("On the rhubarb clock");
  await chair.getByLabel("Text", { exact: true }).fill("Dear colleagues,\n\n  how sour may it be?\n");
  await chair.getByLabel("Consensus of the sending group(s)").check();
  const figures = { name: "figures.txt", mimeType: "text/plain", buffer: Buffer.from("1 2 3\n") };
  await chair.getByLabel("File").setInputFiles(figures);
  await chair.getByRole("button", { name: "Save and preview" }).click();
  await chair.waitForURL(/\/statements\/\d+\/preview/);
  const number = new URL(chair.url()).pathname.split("/")[2];
  const preview = await chair.getByRole("main").innerText();
  assert.ok(preview.includes("how sour may it be?") && preview.includes("figures.txt"), preview);
  await maybeScreenshot(chair, "story-out-preview");

  const stranger = await open();
  assert.equal((await stranger.goto(`/statements/${number}`)).status(), 404);
  await chair.getByRole("button", { name: "Submit" }).click();

  const director = await open();
  await signInAs(director, "Area Director of tim");
  assert.match(await mailed(director, /Please approve: On the rhubarb clock/), /waits for your approval/);
  await visit(director, "/desk");
  await assertSound(director);
  await director.getByRole("link", { name: /rhubarb clock/ }).first().click();
  await assertSound(director);
  await maybeScreenshot(director, "story-out-approve");
  await director.getByRole("button", { name: "Approve" }).click();

  const manager = await open();
  await signInAs(manager, "iaison manager for");
  assert.match(await mailed(manager, /Your advice: On the rhubarb clock/), /whose liaison you manage/);
  await visit(manager, `/statements/${number}/preview`);
  await assertSound(manager);
  await manager.getByLabel("What there is to consider").fill("They meet on the third of May.");
  await maybeScreenshot(manager, "story-out-advise");
  await manager.getByRole("button", { name: "Let it go" }).click();

  const coordinator = await open();
  await signInAs(coordinator, "coordinator");
  await visit(coordinator, `/statements/${number}/preview`);
  assert.ok((await coordinator.getByRole("main").innerText()).includes("They meet on the third of May."));
  await coordinator.getByRole("button", { name: "Review" }).click();
  await coordinator.waitForURL((url) => url.pathname === `/statements/${number}/mail`);

  const reader = await open();
  await visit(reader, `/statements/${number}`);
  await assertSound(reader);
  assertQuiet(reader);
  assert.ok((await reader.getByRole("main").innerText()).includes("how sour may it be?"));
  const mail = await mailed(coordinator, /^On the rhubarb clock/);
  for (const words of ["For Action", "2027-05-31", `/statements/${number}`, "how sour may it be?", "figures.txt"]) {
    assert.ok(mail.includes(words), `the mail says ${words}:\n${mail}`);
  }
});
