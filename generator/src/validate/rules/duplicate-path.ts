import { escapeToken } from "../../load/pointer.js";
import type { Rule } from "../rule.js";

/** Two paths that differ in the names of their parameters only are the same path. */
export const duplicatePath: Rule = {
  code: "duplicate-path",
  start: ({ report }) => ({
    paths: (paths, pointer) => {
      const seen = new Map<string, string>();
      for (const path of Object.keys(paths)) {
        if (path.startsWith("x-")) continue;
        const shape = path.replaceAll(/\{[^{}]*\}/g, "{}");
        const first = seen.get(shape);
        if (first === undefined) {
          seen.set(shape, path);
          continue;
        }
        report({
          code: "duplicate-path",
          message: `\`${path}\` is the same path as \`${first}\`: only the names of the parameters differ.`,
          help: "Move the operations of both into one path, or correct the path.",
          pointer: `${pointer}/${escapeToken(path)}`,
          atKey: true,
          reading: "The operations of both are kept.",
        });
      }
    },
  }),
};
