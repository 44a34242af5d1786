// @ts-check
import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { keySigner } from "@clientwright/runtime/keys";
import { startTwin } from "@clientwright/twin";
import { CloudApiClient } from "@clientwright/cloudapi";
import { DecapodClient, generateCloudConfig } from "@clientwright/decapod";
import { IonosEnterpriseClient } from "@clientwright/ionosenterprise";
import { instanceFilter, isApiError, LinodeClient } from "@clientwright/linode";
import sshpk from "sshpk";
import { root } from "./build.mjs";

/** Takes each freshly generated client to a twin of its API on this machine, and shows what comes back. */
export async function tour() {
  const stops = { linode, cloudapi, ionosenterprise, decapod };
  let count = 0;
  /** @type {string[]} */
  const strange = [];
  for (const [name, stop] of Object.entries(stops)) {
    const { publicKey, privateKey } = keyPair();
    const twin = await startTwin(join(root, "specs", name, "openapi.yaml"), { credentials: { keys: [{ publicKey }] } });
    console.log(`\n@clientwright/${name} and a twin of its API:\n`);
    try {
      await stop(twin, privateKey);
    } finally {
      await twin.close();
    }
    count += twin.requests.length;
    strange.push(
      ...twin.requests.flatMap(({ method, target, problems }) =>
        problems.map((problem) => `${method} ${target}: ${problem}`),
      ),
    );
  }
  console.log(`\n${count} requests, ${strange.length} of them outside the specs.`);
  if (strange.length > 0) throw new Error(strange.join("\n"));
}

/** How often to look while something goes on; a twin is quicker than a cloud. */
const pace = { delayMs: 30 };

/** @param {import("@clientwright/twin").Twin} twin */
async function linode(twin) {
  const client = new LinodeClient({ token: "twin-token", baseUrl: twin.url });
  const profile = await client.getProfile();
  show("client.getProfile()", `${profile.username}, ${profile.email}`);

  const type = await client.paginateTypes().first();
  const region = await client.paginateRegions().first();
  const image = await client.paginateImages().first();
  if (type === undefined || region === undefined || image === undefined) throw new Error("the twin has no catalogue");
  const created = await client.createInstance({
    label: "web-1",
    type,
    region,
    image: image.id,
    root_pass: "Corr3ct-Horse",
  });
  const instance = client.instance(created);
  show("client.createInstance({ label, type, region, image })", `${instance.id}, ${instance.status}`);

  const seen = new Set();
  await instance.waitUntilRunning({ ...pace, onProgress: ({ value }) => seen.add(value?.status) });
  show("instance.waitUntilRunning()", [...seen].join(", "));
  instance.label = "web-2";
  await instance.save();
  show('instance.label = "web-2"; instance.save()', instance.label);
  const found = await client.instances({ filter: instanceFilter.contains("label", "web") }).toArray();
  show('instanceFilter.contains("label", "web")', found.map(({ label }) => label).join(", "));
  await instance.delete();

  const stranger = new LinodeClient({ token: "somebody-else", baseUrl: twin.url });
  const refusal = await stranger.getProfile().catch((/** @type {unknown} */ error) => error);
  if (!isApiError(refusal)) throw refusal;
  show("with a wrong token", `${refusal.name}: ${refusal.message}`);
}

/**
 * @param {import("@clientwright/twin").Twin} twin
 * @param {string} privateKey
 */
async function cloudapi(twin, privateKey) {
  const client = new CloudApiClient({ login: "twin", signer: keySigner({ key: privateKey }), baseUrl: twin.url });
  const [plan] = await client.listPackages();
  const [image] = await client.listImages();
  if (plan === undefined || image === undefined) throw new Error("the twin has no catalogue");
  show("client.listPackages(), signed with an SSH key", `${plan.name}, ${plan.memory} MB`);
  const tags = { role: "web" };
  const machine = client.machine(
    await client.createMachine({ name: "web-1", package: plan.id, image: image.id, tags }),
  );
  show("client.createMachine({ name, package, image, tags })", `${machine.id}, ${machine.state}`);
  await machine.waitUntilRunning(pace);
  await machine.stop();
  await machine.waitUntilStopped(pace);
  show("machine.stop(); machine.waitUntilStopped()", machine.state);
}

/** @param {import("@clientwright/twin").Twin} twin */
async function ionosenterprise(twin) {
  const client = new IonosEnterpriseClient({ username: "twin", password: "twin", baseUrl: twin.url });
  const poller = await client.beginCreateDatacenter({ properties: { name: "Berlin", location: "de/fra" } });
  show("client.beginCreateDatacenter({ properties })", `accepted, ${(await poller.status()).metadata?.status}`);
  // The text of the poller is all that another process needs.
  const datacenter = client.datacenter(await client.resumeCreateDatacenter(String(poller)).result(pace));
  show("client.resumeCreateDatacenter(text).result()", `${datacenter.name}, ${datacenter.metadata?.state}`);
  const server = { properties: { name: "db-1", cores: 2, ram: 4096 } };
  await (await client.beginCreateServer({ datacenterId: String(datacenter.id), ...server })).result(pace);
  const servers = await datacenter.servers().toArray();
  show("datacenter.servers()", servers.map((each) => `${each.name}, ${each.vmState}`).join("; "));
}

/** @param {import("@clientwright/twin").Twin} twin */
async function decapod(twin) {
  const client = new DecapodClient({ username: "twin", password: "twin", baseUrl: twin.origin });
  const cluster = client.cluster(await client.createCluster({ name: "ceph" }));
  show('client.createCluster({ name: "ceph" }), after a login of its own', `version ${cluster.version}`);
  const servers = (await client.listServers()).items.map(({ id }) => id);
  const plan = {
    name: "deploy",
    playbook_id: "cluster_deploy",
    cluster_id: cluster.id,
    server_ids: servers,
    hints: [],
  };
  const configuration = client.playbookConfiguration(await client.createPlaybookConfiguration(plan));
  const execution = await configuration.execute();
  await execution.waitUntilFinished(pace);
  show("configuration.execute(); execution.waitUntilFinished()", execution.state);
  const url = "http://10.0.0.10:9999/v1/server/";
  const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ4vE8dnTzCGyKxcyQSy2TWGa6AeNdu1eUOLPMS7tPKx ansible@decapod";
  const config = generateCloudConfig({ url, serverDiscoveryToken: "a-token", publicKey: key, username: "ansible" });
  show("generateCloudConfig({ url, … })", `${config.split("\n").length} lines for cloud-init`);
  await client.logout();
}

/** A key pair for the tour alone: the public half as OpenSSH writes it, the private one as PEM. */
function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return { privateKey, publicKey: sshpk.parseKey(publicKey, "pem").toString("ssh") };
}

/**
 * @param {string} call
 * @param {string} result
 */
function show(call, result) {
  console.log(`  ${call.padEnd(62)} ${result}`);
}
