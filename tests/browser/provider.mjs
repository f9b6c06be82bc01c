// A certified OpenID provider (the npm package oidc-provider) on this machine, with a sign-in that takes any password.

import { once } from "node:events";
import Provider from "oidc-provider";

/**
 * Starts the provider at a port. `people` says which address, verified or not, belongs to which name there:
 * `{ anna: { email: "anna@example.org", email_verified: true } }`.
 */
export async function startProvider(port, client, people) {
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ ...client, grant_types: ["authorization_code"], response_types: ["code"] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: ["of these tests alone"] },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    async findAccount(_, id) {
      return { accountId: id, claims: () => ({ sub: id, name: id, ...people[id] }) };
    },
  });
  const server = provider.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    issuer,
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Signs in at the provider as somebody, and agrees that we are told who. */
export async function signInThere(page, name) {
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.getByText(/authorize/i).first().waitFor();
  await page.locator("button[type=submit]").click();
}
