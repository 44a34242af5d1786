// @ts-check
// Sizes of bundles in bytes. See README.md; test/house/bundle.test.ts holds the bounds.
import { bundle, programs } from "./lib/bundle.mjs";

console.log(`${"".padEnd(16)}  minified  gzip -9  files`);
for (const [name, program] of Object.entries(programs)) {
  const { minified, gzipped, files } = await bundle(program);
  const cells = [`${minified}`.padStart(8), `${gzipped}`.padStart(7), `${files.length}`.padStart(5)];
  console.log([name.padEnd(16), ...cells].join("  "));
}
