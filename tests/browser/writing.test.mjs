// What is typed into the form of a statement is kept while it is written, and what it refers to stands beside it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WINDOWS, assertSound, demonstration, maybeScreenshot, signInAs, visit } from "./harness.mjs";

const { open } = demonstration();

const NEW = "/statements/new?direction=outgoing";
const TEXT = "As draft-example-clock-holdover says, clocks differ.\n";

test("what was typed and not saved is there again, in another window too", async () => {
  const chair = await open();
  await signInAs(chair, "Chair of tsync");
  await visit(chair, NEW);
  await chair.locator("#subject").fill("Half a thought");
  await chair.locator("#text").fill(TEXT);
  await chair.getByText(/^Kept as you type, at /).waitFor();
  await assertSound(chair);
  await chair.locator("#text").fill(`${TEXT}And so on.\n`);
  await visit(chair, "/desk");

  const later = await open({ script: false });
  await signInAs(later, "Chair of tsync");
  await visit(later, NEW);
  await later.getByRole("heading", { name: "You typed something here and did not save it" }).waitFor();
  assert.equal(await later.locator("#subject").inputValue(), "", "nothing is put in unasked");
  await later.getByRole("link", { name: "Go on with it" }).click();
  assert.equal(await later.locator("#subject").inputValue(), "Half a thought");
  assert.equal(await later.locator("#text").inputValue(), `${TEXT}And so on.\n`, "what was typed last, too");
  await later.locator("input[name=from_groups][value=tsync]").check();
  await later.getByRole("button", { name: "Save", exact: true }).last().click();
  await later.waitForURL(/\/edit/);
  await visit(later, NEW);
  assert.equal(await later.getByText("did not save it").count(), 0, "it is saved");
});

test("documents stand beside the text while it is written, and their words are put in by one click", async () => {
  const chair = await open();
  await signInAs(chair, "Chair of tsync");
  await visit(chair, NEW);
  const text = chair.locator("#text");
  await text.fill("See RFC 8915 and draft-somebody-clock-ideas.\n");
  const beside = chair.locator("#beside");
  await beside.getByText("draft-somebody-clock-ideas").first().waitFor();
  const put = beside.getByRole("button", { name: "Put these words into the text" });
  const words = await beside.locator(".wording").first().innerText();
  await put.first().click();
  assert.ok((await text.inputValue()).includes(words), "the words are in the text");
  await beside.getByText("the text says so").first().waitFor();
  await assertSound(chair);
});

test("the form of a statement, in every window", async () => {
  for (const [name, size, scheme] of WINDOWS) {
    const chair = await open({ size, scheme });
    await signInAs(chair, "Chair of tsync");
    await visit(chair, NEW);
    await chair.locator("input[name=from_groups][value=tsync]").check();
    await chair.locator("#text").fill(`See draft-somebody-clock-ideas.\n${name}\n`);
    await chair.locator("#beside .wording").first().waitFor();
    await chair.locator("#file").setInputFiles({ name: "report.rtf", mimeType: "application/rtf", buffer: Buffer.from("{\\rtf1\\ansi Words\\par}") });
    await chair.getByRole("button", { name: "Save and attach" }).click();
    await chair.waitForURL(/done=added/);
    await chair.getByRole("heading", { name: "Not everybody can read this" }).waitFor();
    await assertSound(chair);
    await maybeScreenshot(chair, `writing-${name}`);
    await chair.getByRole("button", { name: "Save and make a PDF of it" }).click();
    await chair.waitForURL(/\/(readable|preview)/);
    await assertSound(chair);
    await maybeScreenshot(chair, `making-${name}`);
    await chair.waitForURL(/done=pdf-made/);
    await chair.locator(".meta", { hasText: "made by this tool of report.rtf" }).waitFor();
    await assertSound(chair);
    await maybeScreenshot(chair, `made-${name}`);
  }
});
