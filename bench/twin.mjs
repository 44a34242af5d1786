// @ts-check
// How fast twins start, and how long they need for a GET by themselves, without sockets and clients.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./lib/median.mjs";
import { startTwin } from "../twin/dist/index.js";

const specs = fileURLToPath(new URL("../specs", import.meta.url));
const rounds = 2_000;
const startLimitMs = 1_000;
const getLimitMs = 1;
let isSlow = false;

console.log(`API                operations   first start     start   GET item   GET list   (milliseconds)`);
for (const entry of readdirSync(specs, { withFileTypes: true })) {
  if (!entry.isDirectory()) continue;
  const spec = join(specs, entry.name, "openapi.yaml");
  const begin = performance.now();
  const twin = await startTwin(spec, { listen: false, signIn: "off" });
  const first = performance.now() - begin;
  const starts = [];
  for (let round = 0; round < 5; round++) {
    const again = performance.now();
    await startTwin(spec, { listen: false });
    starts.push(performance.now() - again);
  }
  const [list, item] = placesOf(twin);
  const times = [];
  for (const path of [item, list]) times.push(await ownTime(twin, path ?? ""));
  isSlow ||= first > startLimitMs || times.some((time) => time > getLimitMs);
  console.log(
    `${entry.name.padEnd(18)} ${String(twin.operations.size).padStart(10)} ${shown(first, 0)} ${shown(median(starts), 0)} ${shown(times[0] ?? 0, 3)} ${shown(times[1] ?? 0, 3)}`,
  );
  await twin.close();
}
if (isSlow) {
  console.error(`Too slow: a start may take ${startLimitMs} ms, a GET ${getLimitMs} ms.`);
  process.exit(1);
}

/**
 * The places of a collection and of a thing in it.
 *
 * @param {import("../twin/dist/index.js").Twin} twin
 */
function placesOf(twin) {
  const collections = Object.entries(twin.memory().collections);
  const top = collections.find(([, { items, params }]) => items.length > 0 && Object.keys(params).length === 0);
  if (!top) throw new Error("The account is empty.");
  const [place, { items }] = top;
  const list = place.replace("/~", "/my");
  return [list, `${list}/${(items[0]?.key ?? "").split("/").map(encodeURIComponent).join("/")}`];
}

/**
 * The median of the time that the twin itself needs.
 *
 * @param {import("../twin/dist/index.js").Twin} twin
 * @param {string} path
 */
async function ownTime(twin, path) {
  for (let round = 0; round < rounds; round++) {
    const reply = await twin.fetch(twin.url + path);
    if (!reply.ok) throw new Error(`${path}: ${reply.status}`);
  }
  // The first rounds warm up and do not count.
  return median(twin.requests.slice(-rounds / 2).map(({ ms }) => ms));
}

/**
 * @param {number} ms
 * @param {number} digits
 */
function shown(ms, digits) {
  return ms.toFixed(digits).padStart(digits === 0 ? 11 : 10);
}
