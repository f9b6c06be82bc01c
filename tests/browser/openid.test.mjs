// Signing in through the organization's own sign-in: a real provider, a real browser.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  assertSound, browser, DESKTOP, freePort, liaison, maybeScreenshot, PHONE, startService, visit,
} from "./harness.mjs";
import { signInThere, startProvider } from "./provider.mjs";

const { open } = browser();
const people = {
  anna: { email: "anna.private@example.net", email_verified: true },
  hal: { email: "hal@example.org", email_verified: true },
  mallory: { email: "anna@example.org", email_verified: true },
  ghost: { email: "ghost@example.org", email_verified: true },
  lazy: { email: "bo@example.org", email_verified: false },
};

const DIRECTORY = `
[[groups]]
acronym = "ietf"
kind = "ietf"
[[groups]]
acronym = "tim"
kind = "area"
parent = "ietf"
[[groups]]
acronym = "tsync"
name = "Time Synchronization over Packets"
kind = "wg"
parent = "tim"
[[groups]]
acronym = "etu"
kind = "sdo"
[[people]]
name = "Bo Director"
addresses = ["bo@example.org"]
[[people.roles]]
role = "ad"
group = "tim"
[[people]]
name = "Hal Nobody"
addresses = ["hal@example.org"]
[[people]]
name = "Anna Chair"
addresses = ["anna@example.org", "anna.private@example.net"]
`;
const ROLE = `[[people.roles]]
role = "chair"
group = "tsync"
`;

const state = {};

before(async () => {
  const data = await mkdtemp(join(tmpdir(), "liaison-openid-"));
  const [port, providerPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const client = {
    client_id: "liaison",
    client_secret: "a secret of these tests alone",
    redirect_uris: [`${url}/sign-in/openid/back`],
  };
  await mkdir(join(data, "files"));
  await writeFile(join(data, "secret"), `${client.client_secret}\n`);
  const config = join(data, "liaison.toml");
  await writeFile(config, `
base_url = "${url}"
listen = "127.0.0.1:${port}"
database = "liaison.sqlite"
files = "files"
[mail]
from = "Liaison Statements <statements@example.org>"
[sign_in.openid]
issuer = "http://127.0.0.1:${providerPort}"
client_id = "liaison"
client_secret_file = "secret"
label = "your Example account"
`);
  const provider = await startProvider(providerPort, client, people);
  Object.assign(state, { data, url, config, client, providerPort, provider });
  await importDirectory(DIRECTORY + ROLE);
  state.service = await startService(config, data);
});

after(async () => {
  await state.service?.stop();
  await state.provider?.stop();
  await rm(state.data, { recursive: true, force: true });
});

async function importDirectory(text) {
  const file = join(state.data, "directory.toml");
  await writeFile(file, text);
  await liaison(["import", "directory", file, "--config", state.config]);
}

/** Goes to the provider from our sign-in page, and signs in there as somebody. */
async function comeAs(page, name, next = "/sign-in") {
  await visit(page, next);
  await page.getByRole("link", { name: "Continue with your Example account" }).click();
  await signInThere(page, name);
  await page.waitForURL((address) => address.origin === state.url);
  page.faults.length = 0; // The provider's pages are elsewhere.
}

test("the first visit finds the person by a verified address, the second asks nothing any more", async () => {
  const page = await open(state.url);
  await visit(page, "/sign-in");
  await assertSound(page);
  await maybeScreenshot(page, "sign-in-desktop-light");
  await comeAs(page, "anna", "/sign-in?next=%2Fdesk%2Fdrafts");
  assert.equal(new URL(page.url()).pathname, "/desk/drafts");
  await page.getByText("You are Anna Chair").first().waitFor();
  await assertSound(page);
  await visit(page, "/desk/account");
  const account = await page.getByRole("main").innerText();
  assert.match(account, /with your Example account/);
  assert.match(account, /[Cc]hair of tsync/);
  assert.match(account, /Chrome on Linux/);
  await assertSound(page);
  await maybeScreenshot(page, "account-openid");

  await page.getByRole("button", { name: "Sign out" }).click();
  await visit(page, "/sign-in");
  await page.getByRole("link", { name: "Continue with your Example account" }).click();
  // Signed in there still, and agreed already: the browser is led through.
  await page.waitForURL(`${state.url}/desk`);
  await page.getByText("You are Anna Chair").first().waitFor();

  // Whatever address the account has later, it stays hers.
  people.anna.email = "anna.moved@example.com";
  const later = await open(state.url);
  await comeAs(later, "anna");
  await later.getByText("You are Anna Chair").first().waitFor();
});

test("without a role somebody is let in and told what to do", async () => {
  const page = await open(state.url, { size: PHONE, scheme: "dark" });
  await comeAs(page, "hal");
  assert.equal(new URL(page.url()).pathname, "/desk/account");
  await page.getByText("the directory gives you no role today").waitFor();
  await assertSound(page);
  await maybeScreenshot(page, "account-no-role-phone-dark");
});

for (const [who, title] of [
  ["mallory", "Two accounts claim one person"],
  ["ghost", "The directory does not know you"],
  ["lazy", "Your account there has no verified address"],
]) {
  test(`${who} is not let in, and told why: ${title}`, async () => {
    const page = await open(state.url);
    await comeAs(page, who);
    await page.getByRole("heading", { name: title }).waitFor();
    await page.getByRole("heading", { name: "With your password" }).waitFor();
    await assertSound(page);
    await maybeScreenshot(page, `sign-in-refused-${who}`);
    await page.goto("/desk");
    assert.equal(new URL(page.url()).pathname, "/sign-in", "nobody is signed in");
  });
}

test("an answer that was used already lets nobody in", async () => {
  const page = await open(state.url);
  const answers = [];
  page.on("request", (request) => {
    if (request.url().includes("/sign-in/openid/back")) answers.push(request.url());
  });
  await comeAs(page, "hal");
  assert.equal(answers.length, 1);
  const other = await open(state.url);
  for (const again of [page, other]) {
    const answer = await again.context().request.get(answers[0], { maxRedirects: 0 });
    assert.equal(answer.status(), 403);
    assert.match(await answer.text(), /That sign-in is over/);
  }
});

test("who loses the role while signed in is refused at the next click", async () => {
  const page = await open(state.url);
  await comeAs(page, "anna", "/sign-in?next=%2Fstatements%2Fnew");
  await page.getByLabel("Time Synchronization over Packets").check();
  await page.getByLabel("Subject").fill("On the rhubarb clock");
  await page.getByLabel("Text", { exact: true }).fill("How sour may it be?");
  await importDirectory(DIRECTORY);
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST");
  await page.getByRole("button", { name: "Save and preview" }).click();
  const refused = await answered;
  assert.equal(refused.status(), 403);
  await page.waitForLoadState();
  assert.match(await page.getByRole("main").innerText(), /You hold no role in a group that sends statements/);
  await maybeScreenshot(page, "role-removed");
  await visit(page, "/desk/account");
  await page.getByText("the directory gives you no role today").waitFor();
  await page.getByText(/taken: chair of tsync/).waitFor();
  await importDirectory(DIRECTORY + ROLE);
});

test("a provider that is down leaves the other ways to sign in", async () => {
  await state.provider.stop();
  await state.service.stop();
  state.service = await startService(state.config, state.data);
  for (const [size, scheme, name] of [[DESKTOP, "light", "desktop"], [PHONE, "dark", "phone"]]) {
    const page = await open(state.url, { size, scheme });
    await visit(page, "/sign-in");
    await page.getByRole("link", { name: "Continue with your Example account" }).click();
    await page.getByRole("heading", { name: "The sign-in of the organization does not answer" }).waitFor();
    await page.getByRole("heading", { name: "With a link by mail" }).waitFor();
    page.faults.length = 0; // The browser notes the 503 in the console.
    await assertSound(page);
    await maybeScreenshot(page, `sign-in-down-${name}`);
  }
  state.provider = await startProvider(state.providerPort, state.client, people);
  const page = await open(state.url);
  await comeAs(page, "hal");
  await page.getByText("You are Hal Nobody").first().waitFor();
});
