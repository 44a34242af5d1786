// @ts-check
// What importing a client adds to starting Node. See README.md.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle, programs } from "./lib/bundle.mjs";
import { median } from "./lib/median.mjs";

const target = 10;
const judged = ["@clientwright/linode", "the same in one file"];
// How long bare Node took to start where the other generators were measured, in milliseconds.
const reference = 59;
const warmUps = 3;
const rounds = 101;

const folder = mkdtempSync(join(tmpdir(), "clientwright-"));
try {
  const { code } = await bundle(programs.client);
  writeFileSync(join(folder, "bundle.mjs"), code);
  const scripts = {
    "bare node": "",
    "@clientwright/linode": `import ${JSON.stringify(import.meta.resolve("@clientwright/linode"))};`,
    "the same in one file": `import "./bundle.mjs";`, // as the other generators were measured
    "globalThis.Request": "globalThis.Request;",
  };
  const files = Object.entries(scripts).map(([name, text], index) => {
    const file = join(folder, `${index}.mjs`);
    writeFileSync(file, text);
    return { name, file, times: /** @type {number[]} */ ([]) };
  });
  for (let round = 0; round < warmUps + rounds; round++) {
    for (const { file, times } of files) {
      const begun = performance.now();
      const { status, stderr } = spawnSync(process.execPath, [file], { encoding: "utf8" });
      if (status !== 0) throw new Error(`Node ended with ${status}; is everything built? ${stderr}`);
      if (round >= warmUps) times.push(performance.now() - begun);
    }
  }
  const [bare] = files;
  // The same machine may be half as fast at another time: then all takes longer, bare Node as well. What is judged is
  // what was measured; the last column only tells a slow machine from a slow import.
  const slowness = Math.max(1, median(bare?.times ?? []) / reference);
  console.log(row("", ["median ms", "above bare node", `if that took ${reference} ms`]));
  for (const { name, times } of files) {
    const above = median(times.map((time, round) => time - (bare?.times[round] ?? 0)));
    const isJudged = judged.includes(name);
    const isMissed = isJudged && above > target;
    if (isMissed) process.exitCode = 1;
    const verdict = isJudged ? `  ${isMissed ? "MISSED" : "ok"}, target ${target}` : "";
    console.log(
      row(
        name,
        [median(times), above, above / slowness].map((ms) => ms.toFixed(1)),
      ) + verdict,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} name @param {readonly string[]} cells */
function row(name, cells) {
  return name.padEnd(22) + cells.map((cell) => cell.padStart(20)).join("");
}
