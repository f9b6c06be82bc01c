// The account of a small installation: a passkey, a password, sessions and tokens, in a real browser with a made device.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  assertSound, browser, DESKTOP, freePort, liaison, maybeScreenshot, PHONE, startService, visit,
} from "./harness.mjs";

const { open } = browser();
const PASSWORD = "correct horse battery";
const state = {};

before(async () => {
  const data = await mkdtemp(join(tmpdir(), "liaison-passkeys-"));
  const port = await freePort();
  const config = join(data, "liaison.toml");
  // Browsers know passkeys by a host's name; this one is the machine itself.
  await writeFile(config, `
base_url = "http://localhost:${port}"
listen = "127.0.0.1:${port}"
database = "liaison.sqlite"
files = "files"
[mail]
from = "Liaison Statements <statements@example.org>"
`);
  Object.assign(state, { data, config, url: `http://localhost:${port}` });
  await liaison(["user", "add", "Ana Example", "ana@example.org", "--password-stdin", "--config", config], `${PASSWORD}\n`);
  state.service = await startService(config, data);
});

after(async () => {
  await state.service?.stop();
  await rm(state.data, { recursive: true, force: true });
});

/** Gives a page's browser a device that makes passkeys and unlocks itself. */
async function withDevice(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", { options });
  return { session, authenticatorId };
}

async function signIn(page) {
  await visit(page, "/sign-in");
  await page.locator("#address").fill("ana@example.org");
  await page.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`${state.url}/desk`);
}

test("somebody adds a passkey and signs in with it, and not when it is removed", async () => {
  const page = await open(state.url);
  const { session, authenticatorId } = await withDevice(page);
  await signIn(page);
  await visit(page, "/desk/account");
  await page.getByLabel("What do you call the device?").fill("Laptop");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByText("The passkey is added").waitFor();
  await assertSound(page);
  const { credentials } = await session.send("WebAuthn.getCredentials", { authenticatorId });
  assert.equal(credentials.length, 1);

  const usePasskey = async (address) => {
    await visit(page, "/sign-in");
    await page.locator("#passkey_address").fill(address);
    await page.getByRole("button", { name: "Use a passkey" }).click();
  };
  await page.getByRole("button", { name: "Sign out" }).click();
  await usePasskey("Ana@example.org");
  await page.waitForURL(`${state.url}/desk`);
  await page.getByText("You are Ana Example").first().waitFor();
  await visit(page, "/desk/account");
  const account = await page.getByRole("main").innerText();
  assert.match(account, /with a passkey/);
  assert.match(account, /Laptop/);

  await page.getByRole("button", { name: /Remove.*Laptop/ }).click();
  await page.getByText("The passkey is removed").waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await usePasskey("ana@example.org");
  await page.getByText(/gave no passkey|does not fit/).first().waitFor();
  await page.goto("/desk");
  assert.equal(new URL(page.url()).pathname, "/sign-in", "nobody is signed in");
});

test("without script everything but passkeys is there", async () => {
  const page = await open(state.url, { script: false });
  await signIn(page);
  await visit(page, "/desk/account");
  assert.equal(await page.getByRole("button", { name: "Add a passkey" }).isVisible(), false);
  await page.getByText("Make a token").click();
  await page.getByLabel("What is it for?").fill("nightly copy");
  await page.getByRole("button", { name: "Make it" }).click();
  const token = await page.locator("code").first().innerText();
  const answer = await page.request.get(`${state.url}/statements.json`, {
    headers: { authorization: `Bearer ${token}`, cookie: "" },
  });
  assert.equal(answer.status(), 200);
});

test("the account and sign-in pages are sound on a phone and on a desktop, light and dark", async () => {
  for (const [size, window] of [[PHONE, "phone"], [DESKTOP, "desktop"]]) {
    for (const scheme of ["light", "dark"]) {
      const page = await open(state.url, { size, scheme });
      await visit(page, "/sign-in");
      await assertSound(page);
      await maybeScreenshot(page, `sign-in-${window}-${scheme}`);
      await signIn(page);
      await visit(page, "/desk/account");
      await page.getByText("Make a token").click();
      await assertSound(page);
      await maybeScreenshot(page, `account-${window}-${scheme}`);
    }
  }
});

test("a session is ended from another browser", async () => {
  const [here, there] = [await open(state.url), await open(state.url)];
  await signIn(here);
  await signIn(there);
  await visit(here, "/desk/account");
  await here.getByRole("button", { name: "End all others" }).click();
  await here.getByText("All your other sessions have ended.").waitFor();
  await there.goto("/desk");
  assert.equal(new URL(there.url()).pathname, "/sign-in");
});
