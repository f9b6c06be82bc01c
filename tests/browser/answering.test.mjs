// From "you were sent a statement" to each way to answer it, with the clicks counted that docs/answering.md names.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { agree, assertSound, demonstration, maybeScreenshot, signInAs, typeReceived, visit, WINDOWS } from "./harness.mjs";

const { open } = demonstration();
const counted = new Map();

/** Has a coordinator record a letter to tsync; returns the address of its page, which is in the mail to the group. */
async function received(coordinator, text) {
  await typeReceived(coordinator, text);
  await coordinator.locator("#from_liaison_contact").fill("secretariat@etu.example.com");
  await coordinator.getByRole("button", { name: "Record and post" }).click();
  await coordinator.waitForURL(/\/mail\?done=recorded$/);
  return new URL(coordinator.url()).pathname.replace("/mail", "");
}

/** Counts the clicks of one way to answer, from the link in the mail. */
function counting(way) {
  counted.set(way, 0);
  return async (control) => {
    counted.set(way, counted.get(way) + 1);
    await control.click();
  };
}

/** Opens the forms behind a name, and returns the part. */
async function part(page, click, id) {
  await click(page.locator(`#${id} > summary`));
  return page.locator(`#${id}`);
}

/** Begins an answer with one of the texts, fills what it leaves open, and submits it; returns its number. */
async function answered(chair, record, name, fill = async () => {}) {
  const click = counting(name);
  await visit(chair, record);
  const starts = chair.locator("#do-reply");
  if (!(await starts.evaluate((it) => it.open))) await click(starts.locator("summary"));
  await click(starts.getByRole("link", { name, exact: true }));
  const text = chair.getByLabel("Text", { exact: true });
  await text.fill((await text.inputValue()).replaceAll(/\[[^\]]*\]/g, "as we wrote"));
  await fill();
  await click(chair.getByLabel("Consensus of the sending group(s)"));
  await click(chair.getByRole("button", { name: "Save and preview" }));
  await chair.waitForURL(/\/statements\/\d+\/preview/);
  const number = new URL(chair.url()).pathname.split("/")[2];
  await click(chair.getByRole("button", { name: "Submit" }));
  await chair.waitForURL(/done=submitted$/);
  return number;
}

test("a chair puts a statement to the group, hears it, and the answer begins with that", async () => {
  const coordinator = await open();
  await signInAs(coordinator, "coordinator");
  const record = await received(coordinator, "How long may a boundary clock hold over?\n");
  const chair = await open();
  await signInAs(chair, "Chair of tsync");
  const click = counting("Put to the group, and answered with what it says");
  await visit(chair, record);
  await assertSound(chair);
  await click(chair.getByRole("button", { name: "I see to it" }));
  await chair.getByText("You see to it now.").waitFor();
  for (const [window, size, scheme] of WINDOWS) {
    const looking = await open({ size, scheme });
    await signInAs(looking, "Chair of tsync");
    await visit(looking, record);
    await assertSound(looking);
    await maybeScreenshot(looking, `answering-${window}`);
    await looking.evaluate(() => document.querySelectorAll(".seeing details").forEach((it) => (it.open = true)));
    await assertSound(looking);
    await maybeScreenshot(looking, `answering-open-${window}`);
  }
  await click(chair.getByRole("link", { name: "Put it to the group" }));
  const putting = chair.locator("#do-put-to-group");
  assert.match(await chair.locator("#putting_text").inputValue(), /How long may a boundary clock hold over\?/);
  await click(putting.getByRole("button", { name: "Send it to the list" }));
  await chair.waitForURL(/done=put-to-group$/);
  await maybeScreenshot(chair, "answering-put");
  const told = await chair.getByText("By mail to tsync").first().textContent();
  assert.ok(!told.includes("tsync@"), `an address stands there to be collected: ${told}`);
  await click(chair.getByRole("link", { name: "Note what it says" }));
  const hearing = chair.locator("#do-hear-group");
  await click(hearing.getByLabel("The group reached consensus"));
  await chair.locator("#heard_words").fill("Eight hours, as RFC 9901 says.");
  await chair.locator("#heard_link").fill("https://lists.example.org/tsync/42");
  await click(hearing.getByRole("button", { name: "Note it" }));
  await chair.waitForURL(/done=group-heard$/);
  await assertSound(chair);
  await maybeScreenshot(chair, "answering-heard");
  await click(chair.getByRole("link", { name: "Draft the answer" }).first());
  assert.match(await chair.getByLabel("Text", { exact: true }).inputValue(), /Eight hours, as RFC 9901 says\./);
  assert.ok(await chair.getByLabel("Consensus of the sending group(s)").isChecked());
  await maybeScreenshot(chair, "answering-reply");
  await click(chair.getByRole("button", { name: "Save and preview" }));
  await chair.waitForURL(/\/statements\/\d+\/preview/);
  const number = new URL(chair.url()).pathname.split("/")[2];
  await click(chair.getByRole("button", { name: "Submit" }));
  assert.equal(await agree(open, number), `/statements/${number}/mail`);
  await visit(chair, record);
  await chair.getByRole("heading", { name: "Answered by statement" }).waitFor();
  await assertSound(chair);
  await maybeScreenshot(chair, "answering-answered");
});

test("each way to answer begins from the mail's link, and is counted", async () => {
  const coordinator = await open();
  await signInAs(coordinator, "coordinator");
  const chair = await open();
  await signInAs(chair, "Chair of tsync");
  const record = await received(coordinator, "May our clocks be named?\n");
  await visit(chair, record);
  const names = await chair.locator("#do-reply li a").evaluateAll((all) => all.map((one) => one.textContent));
  for (const name of names.filter((name) => name !== "Anything else")) {
    const fill = async () => {
      if (/later day asked for/.test(name)) await chair.getByLabel("A later day asked for").fill("2027-05-31");
    };
    const address = name === names[0] ? record : await received(coordinator, `May our clocks be named? (${name})\n`);
    await answered(chair, address, name, fill);
  }
  const ways = [
    ["An answer by a day", "do-promise", async () => {
      await chair.locator("#promised").fill("2027-05-31");
      await chair.locator("#promised_words").fill("By mail to their secretary.");
    }, "Note the day", /An answer was promised by 31 May 2027/],
    ["Answered by mail", "do-answered-informally", async () => {
      await chair.locator("#informal_words").fill("That they may.");
      await chair.locator("#informal_pasted").fill("Dear colleagues,\n\nyou may.\n");
    }, "Note that it was answered", /Answered informally/],
    ["No answer", "do-no-answer", async () => {
      await chair.locator("#no_answer_reason").fill("It was sent twice.");
    }, "Decide that none is sent", /No answer is sent/],
  ];
  for (const [way, id, fill, button, said] of ways) {
    const address = await received(coordinator, `May our clocks be named? (${way})\n`);
    const click = counting(way);
    await visit(chair, address);
    const form = await part(chair, click, id);
    await fill();
    await click(form.getByRole("button", { name: button }));
    await chair.locator(".next").getByText(said).waitFor();
    await assertSound(chair);
  }
});

test("the documentation names the clicks that were counted", async () => {
  const written = await readFile(new URL("../../docs/answering.md", import.meta.url), "utf8");
  for (const [way, clicks] of counted) {
    assert.ok(written.includes(`| ${way} | ${clicks} |`), `docs/answering.md says of “${way}”: ${clicks}`);
  }
});
