// From a message that arrived to a statement on the record: three clicks, no typing.

import { test } from "node:test";
import { assertFits, assertQuiet, assertSound, demonstration, maybeScreenshot, PHONE, signInAs, visit } from "./harness.mjs";

const { open } = demonstration();

const LETTER = /^LS\/r on the holdover/;

/** From the desk to the record in three steps, each done by `go`: the inbox, the letter, the button. */
async function record(page, name, go, film = "") {
  const shot = async (step) => {
    if (film) await maybeScreenshot(page, `${film}-${step}`, { fullPage: false });
  };
  await visit(page, "/desk");
  await shot("1-desk");
  await go(page.getByRole("link", { name: /inbox/i }).first());
  await page.getByRole("heading", { name: "Inbox", exact: true }).waitFor();
  await shot("2-inbox");
  await go(page.getByRole("heading", { name }).getByRole("link"));
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await shot("3-letter");
  await go(page.getByRole("button", { name: "Record and post" }).last());
  await page.getByText("Recorded: the statement is on the public record.").waitFor();
  await shot("4-posted");
  await assertSound(page);
}

test("a well-formed letter of each kind is recorded in three clicks and without typing", async () => {
  const page = await open();
  await signInAs(page, /coordinator/i);
  await record(page, LETTER, (control) => control.click(), "film");
  await record(page, "LS on the lifetime of session tokens", (control) => control.click());
});

test("the same by keyboard alone", async () => {
  const page = await open();
  await signInAs(page, /coordinator/i);
  const press = async (control) => {
    await control.focus();
    await page.keyboard.press("Enter");
  };
  await record(page, "Numbering of onboarding profiles", press);
});

test("the same on a phone without script", async () => {
  const page = await open({ size: PHONE, script: false });
  await signInAs(page, /coordinator/i);
  await visit(page, "/desk/inbox");
  await page.getByRole("heading", { name: "Cues in live captions" }).getByRole("link").click();
  await page.getByRole("button", { name: "Record and post" }).last().click();
  await page.getByText("Recorded: the statement is on the public record.").waitFor();
  await assertFits(page);
  assertQuiet(page);
});
