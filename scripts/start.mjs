// The main job: regenerates every client from its spec, says what changed, and takes the clients on a short tour.
import { buildPackages, packages } from "./lib/build.mjs";

await buildPackages(["runtime", "twin", "generator"]);

const { main } = await import("../generator/dist/cli/main.js");
const { processIo } = await import("../generator/dist/cli/io.js");
const code = await main(["generate"], processIo());
if (code !== 0) process.exit(code);

await buildPackages(packages().filter((folder) => folder.startsWith("generated/")));
const { tour } = await import("./lib/tour.mjs");
await tour();
