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

test("who signs out is a stranger again", async () => {
  const page = await open();
  await signInAs(page, /coordinator/i);
  await visit(page, "/desk");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("link", { name: "Sign in" }).first().waitFor();
});
