// @ts-check
// Type-checks the packages and everything around them with both compilers.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { packages, root } from "./lib/build.mjs";

const require = createRequire(import.meta.url);
const compilers = Object.entries({
  "TypeScript 5.9": "typescript/package.json",
  "TypeScript 7": "typescript-7/package.json",
});
let failed = false;
for (const [name, manifest] of compilers) {
  const tsc = join(dirname(require.resolve(manifest)), "bin/tsc");
  for (const project of [...packages(), "."]) {
    const { status } = spawnSync(process.execPath, [tsc, "-p", join(root, project), "--noEmit"], { stdio: "inherit" });
    console.log(`${status === 0 ? "ok  " : "FAIL"} ${name}: ${project === "." ? "tests, scripts, examples" : project}`);
    failed ||= status !== 0;
  }
}
process.exit(failed ? 1 : 0);
