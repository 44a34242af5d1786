// @ts-check
// Calls per second through a generated function against bare fetch on the loopback. See README.md.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { median } from "./lib/median.mjs";

const names = ["bare fetch", "fetch transport", "Node transport", "bare undici request"];
const targets = new Map([
  ["fetch transport", 0.9],
  ["Node transport", 1.4],
]);
const loads = [
  { concurrency: 1, count: 200 },
  { concurrency: 50, count: 400 },
];
const sizes = ["small", "large"];
const warmUps = 12;
const rounds = 80;

/** Starts a script and answers the process with the first thing that it says. */
async function start(/** @type {string} */ script, /** @type {string[]} */ ...args) {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args);
  child.once("exit", (code) => {
    if (code) process.exit(code);
  });
  const [said] = await once(child, "message");
  return { child, said };
}

const server = await start("lib/server.mjs");
const base = `http://127.0.0.1:${server.said.port}`;
const contestants = await Promise.all(
  names.map(async (name) => ({ name, child: (await start("lib/contestant.mjs", name, base)).child })),
);

/** @typedef {{ wall: number, cpu: number }} Result */
/** @type {Map<string, { bare: Result, own: Result }[]>} */
const results = new Map();
for (let round = 0; round < warmUps + rounds; round++) {
  for (const { concurrency, count } of loads) {
    for (const size of sizes) {
      for (const { name, child } of contestants) {
        const turn = async (/** @type {string} */ who) => {
          child.send({ who: `${who} ${size}`, count, concurrency });
          return /** @type {Result} */ ((await once(child, "message"))[0]);
        };
        // One before, two between and one after: so both meet the process as it is early and late in a round, and neither
        // always pays for the garbage of the other.
        /** @type {Record<string, Result[]>} */
        const turns = { bare: [], own: [] };
        for (const who of round % 2 ? ["bare", "own", "own", "bare"] : ["own", "bare", "bare", "own"])
          turns[who]?.push(await turn(who));
        const key = `${concurrency} ${size} ${name}`;
        if (!results.has(key)) results.set(key, []);
        if (round >= warmUps) results.get(key)?.push({ bare: mean(turns.bare), own: mean(turns.own) });
      }
    }
  }
}

let isMissed = false;
for (const { concurrency } of loads) {
  for (const size of sizes) {
    console.log(`\n${concurrency} at a time, ${size} reply`);
    console.log(`${"".padEnd(20)}  calls/s  bare/s   ratio  (quartiles)   CPU us  bare us  CPU ratio`);
    for (const name of names) printRow(name, results.get(`${concurrency} ${size} ${name}`) ?? []);
  }
}
for (const { child } of [...contestants, server]) child.disconnect();
process.exitCode = isMissed ? 1 : 0;

/** @param {readonly Result[]} turns @returns {Result} */
function mean(turns = []) {
  const of = (/** @type {keyof Result} */ key) => turns.reduce((sum, turn) => sum + turn[key], 0) / turns.length;
  return { wall: of("wall"), cpu: of("cpu") };
}

/** @param {string} name @param {readonly { bare: Result, own: Result }[]} all */
function printRow(name, all) {
  const middle = (/** @type {(result: { bare: Result, own: Result }) => number} */ of) => median(all.map(of));
  // Each round against the bare fetch beside it, so that a busy moment of the machine hits both.
  const ratios = all.map(({ bare, own }) => bare.wall / own.wall).sort((a, b) => a - b);
  const ratio = median(ratios);
  const quartiles = [0.25, 0.75].map((part) => ratios[Math.floor(part * (ratios.length - 1))]?.toFixed(2)).join(" - ");
  const target = targets.get(name);
  if (target !== undefined && ratio < target) isMissed = true;
  const verdict = target === undefined ? "" : `${ratio < target ? "MISSED" : "ok"}, target ${target.toFixed(2)}`;
  const cells = [
    name.padEnd(20),
    middle(({ own }) => 1e6 / own.wall)
      .toFixed(0)
      .padStart(7),
    middle(({ bare }) => 1e6 / bare.wall)
      .toFixed(0)
      .padStart(7),
    ratio.toFixed(2).padStart(6),
    ` (${quartiles})`,
    middle(({ own }) => own.cpu)
      .toFixed(0)
      .padStart(6),
    middle(({ bare }) => bare.cpu)
      .toFixed(0)
      .padStart(7),
    middle(({ bare, own }) => own.cpu / bare.cpu)
      .toFixed(2)
      .padStart(8),
    verdict,
  ];
  console.log(cells.join("  "));
}
