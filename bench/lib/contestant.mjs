// @ts-check
// One contestant beside bare fetch, in a process of their own. Started with its name and the base URL, it says "ready",
// and then answers every { who, count, concurrency } with { wall, cpu }: microseconds a call.
import assert from "node:assert/strict";
import { argv } from "node:process";
import { profiles } from "./profiles.mjs";

const [name = "", base = ""] = argv.slice(2);
const headers = await sentHeaders();
const bare = (/** @type {string} */ baseUrl) => () =>
  fetch(`${baseUrl}/profile`, { headers }).then((reply) => reply.json());

/** @type {Record<string, () => Promise<(baseUrl: string) => () => Promise<unknown>>>} */
const contestants = {
  "bare fetch": async () => bare,
  "fetch transport": () => generated(undefined),
  "Node transport": async () => generated((await import("@clientwright/runtime/node")).nodeTransport()),
  "bare undici request": async () => {
    const { request } = await import("undici");
    return (baseUrl) => () => request(`${baseUrl}/profile`, { headers }).then((reply) => reply.body.json());
  },
};

/** @param {import("@clientwright/runtime").Transport | undefined} transport */
async function generated(transport) {
  const { createClient, getProfile } = await import("@clientwright/linode");
  return (/** @type {string} */ baseUrl) => {
    const client = createClient({ baseUrl, token: "example", transport });
    return () => getProfile(client);
  };
}

/** What a client sends, so that bare fetch puts the same request on the wire. */
async function sentHeaders() {
  const { createClient, getProfile } = await import("@clientwright/linode");
  /** @type {Record<string, string>} */
  let sent = {};
  const transport = async (/** @type {string} */ _url, /** @type {{ headers: typeof sent }} */ request) => {
    sent = request.headers;
    return new Response("{}");
  };
  await getProfile(createClient({ baseUrl: base, token: "example", transport }));
  return { ...sent };
}

/** @param {() => Promise<unknown>} call @param {number} count @param {number} concurrency */
async function measure(call, count, concurrency) {
  let left = count;
  const worker = async () => {
    while (left-- > 0) await call();
  };
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  const wall = ((performance.now() - begun) * 1000) / count;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / count };
}

// Before undici is loaded, which would else put its own dispatcher under the built-in fetch.
await bare(`${base}/small`)();
const make = await contestants[name]?.();
assert(make, `no contestant is called ${name}`);

/** @type {Record<string, () => Promise<unknown>>} */
const calls = {};
for (const size of /** @type {const} */ (["small", "large"])) {
  calls[`bare ${size}`] = bare(`${base}/${size}`);
  calls[`own ${size}`] = make(`${base}/${size}`);
  assert.deepEqual(await calls[`own ${size}`]?.(), JSON.parse(profiles[size]), `${name} answers something else`);
}
process.on("message", async (/** @type {{ who: string, count: number, concurrency: number }} */ turn) => {
  const call = calls[turn.who];
  assert(call, `there is no ${turn.who}`);
  process.send?.(await measure(call, turn.count, turn.concurrency));
});
process.on("disconnect", () => process.exit());
process.send?.("ready");
