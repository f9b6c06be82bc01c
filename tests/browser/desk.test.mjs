// What people see who have signed in: each role's own pages are as sound as the public ones.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSound, demonstration, DESKTOP, maybeScreenshot, PHONE, signInAs, visit } from "./harness.mjs";

const { open } = demonstration();

const ROLES = ["Chair", "Area Director", "liaison manager", "coordinator"];
const PAGES = ["/desk", "/desk/inbox", "/desk/reviews", "/desk/drafts", "/statements/new", "/demo/mail"];

for (const role of ROLES) {
  test(`the desk of a ${role} is sound on a phone and on a desktop`, async () => {
    for (const [window, size, scheme] of [["phone", PHONE, "dark"], ["desktop", DESKTOP, "light"]]) {
      const page = await open({ size, scheme });
      await signInAs(page, new RegExp(role, "i"));
      for (const path of PAGES) {
        // Not everything is everybody's: who may not see a page is told that there is none.
        const answer = await page.goto(path);
        assert.ok([200, 404].includes(answer.status()), `${path} answers ${answer.status()}`);
        await maybeScreenshot(page, `${role.replace(" ", "-")}${path.replaceAll("/", "-")}-${window}`);
        if (answer.status() === 404) page.faults.length = 0; // The browser notes each in the console.
        await assertSound(page);
      }
    }
  });
}

test("the desk, reminders and the calendar are done with by keyboard alone", async () => {
  for (const [window, size, scheme] of [["phone", PHONE, "dark"], ["phone-light", PHONE, "light"], ["desktop", DESKTOP, "light"], ["desktop-dark", DESKTOP, "dark"]]) {
    const page = await open({ size, scheme });
    await signInAs(page, /coordinator/i);
    await visit(page, "/desk");
    await maybeScreenshot(page, `desk-${window}`);
    // The first thing that waits is reached by Tab, and opened by Enter.
    const first = page.locator(".tasks .button").first();
    for (let n = 0; n < 60 && !(await first.evaluate((it) => it === document.activeElement)); n += 1) {
      await page.keyboard.press("Tab");
    }
    const leads = await first.getAttribute("href");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${leads}`);
    await visit(page, "/desk/account");
    await assertSound(page);
    await page.getByLabel("Also when an answer is late").press("Space");
    await page.getByRole("button", { name: "Set it" }).press("Enter");
    await page.getByRole("status").getByText("Your reminders are set.").waitFor();
    await maybeScreenshot(page, `account-${window}`);
    await page.getByRole("button", { name: /Make (an|a new) address/ }).press("Enter");
    await page.getByRole("heading", { name: "Your calendar" }).waitFor();
    await assertSound(page);
    const address = await page.locator("code").first().innerText();
    const calendar = await page.request.get(new URL(address).pathname);
    assert.match(await calendar.text(), /^BEGIN:VCALENDAR/);
  }
});

test("who signs out is a stranger again", async () => {
  const page = await open();
  await signInAs(page, /coordinator/i);
  await visit(page, "/desk");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("link", { name: "Sign in" }).first().waitFor();
});
