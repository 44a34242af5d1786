import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests run the sources, so that nothing has to be built first and traces point at what one edits.
    alias: [
      { find: /^@clientwright\/runtime$/, replacement: at("runtime/src/index.ts") },
      { find: /^@clientwright\/runtime\/(node|keys)$/, replacement: at("runtime/src/$1/index.ts") },
      { find: /^@clientwright\/twin\/cli$/, replacement: at("twin/src/cli.ts") },
      { find: /^@clientwright\/twin$/, replacement: at("twin/src/index.ts") },
      {
        find: /^@clientwright\/(linode|decapod|cloudapi|ionosenterprise)$/,
        replacement: at("generated/$1/src/index.ts"),
      },
      { find: /^clientwright$/, replacement: at("generator/src/index.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    // For slow machines: nothing here waits for a clock that long.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
