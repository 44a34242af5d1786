// Builds every package: TypeScript to dist/, and beside the generator's code the templates and runtime sources it ships.
import { buildPackages } from "./lib/build.mjs";

await buildPackages();
