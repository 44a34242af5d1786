// @ts-check
import { join } from "node:path";
import { root } from "./build.mjs";
import { startExampleServer } from "./example-server.mjs";

/** Calls the freshly generated clients against servers on this machine, and shows what comes back. */
export async function tour() {
  const server = await startExampleServer(join(root, "specs/linode/openapi.yaml"), { token: "a-token-for-the-tour" });
  try {
    await linode(server);
  } finally {
    await server.close();
  }
}

/** @param {import("./example-server.mjs").ExampleServer} server */
async function linode(server) {
  const { createClient, isApiError, LinodeClient, listSshKeys } = await import("@clientwright/linode");
  console.log(
    `\nA tour of @clientwright/linode, against a server on this machine that answers with the spec's examples:\n`,
  );
  const client = new LinodeClient({ token: "a-token-for-the-tour", baseUrl: server.url });

  const profile = await client.getProfile();
  show(
    "client.getProfile()",
    `${profile.username} <${profile.email}>, ${profile.timezone}, Lish: ${profile.lish_auth_method}`,
  );

  const key = await client.addSshKey({ label: "laptop", ssh_key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@laptop" });
  show('client.addSshKey({ label: "laptop", … })', `number ${key.id}, stored ${key.created}`);

  const keys = await listSshKeys(createClient({ token: "a-token-for-the-tour", baseUrl: server.url }), {
    page_size: 25,
  });
  show(
    "listSshKeys(client, { page_size: 25 })",
    `${keys.results} in all: ${keys.data.map(({ label }) => label).join(", ")}`,
  );

  const devices = await client.paginateTrustedDevices().toArray({ limit: 5 });
  show(
    "client.paginateTrustedDevices().toArray({ limit: 5 })",
    devices.map(({ last_remote_addr }) => last_remote_addr).join(", "),
  );

  const stranger = new LinodeClient({ token: "somebody-else", baseUrl: server.url });
  const refusal = await stranger.getProfile().catch((/** @type {unknown} */ error) => error);
  if (!isApiError(refusal)) throw refusal;
  show("with a wrong token", `${refusal.name}: ${refusal.message}`);

  const wrong = server.requests.filter(({ problems }) => problems.length > 0);
  console.log(`\n${server.requests.length} requests, ${wrong.length} of them outside the spec.`);
}

/**
 * @param {string} call
 * @param {string} result
 */
function show(call, result) {
  console.log(`  ${call.padEnd(54)} ${result}`);
}
