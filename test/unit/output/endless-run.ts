// A program for the test of killed runs: writes thousands of files to the folder `out` of the folder it is given.
import { format, survey, write } from "../../../generator/src/output/index.js";

const cwd = process.argv[2] ?? "";
const files = Array.from({ length: 20_000 }, (_, index) => ({
  path: `src/${index}.ts`,
  text: `${index}\n`.repeat(200),
  format: "none" as const,
}));
const found = survey(
  "out",
  files.map(({ path }) => path),
  { cwd, force: true },
);
if (found.value === undefined) throw new Error("The output folder cannot be read.");
await write(await format(files, found.value, { everything: false }), found.value, { check: false, force: true });
