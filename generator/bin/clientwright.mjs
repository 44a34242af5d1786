#!/usr/bin/env node
import { existsSync } from "node:fs";

const main = new URL("../dist/cli/main.js", import.meta.url);
if (existsSync(main)) {
  const [{ main: run }, { processIo }] = await Promise.all([
    import(main.href),
    import(new URL("../dist/cli/io.js", import.meta.url).href),
  ]);
  process.exitCode = await run(process.argv.slice(2), processIo());
} else {
  console.error("Clientwright is not built yet. Run `npm run build` in its repository first.");
  process.exitCode = 2;
}
