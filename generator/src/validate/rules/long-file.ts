import type { Rule } from "../rule.js";

/** The most lines that a file of a spec should have. */
const most = 600;

/** In our own specs no file is too long to find one's way in. */
export const longFile: Rule = {
  code: "long-file",
  start: ({ report, names, files }) => {
    if (names !== "checked") return {};
    return {
      document: () => {
        for (const { path, text } of files) {
          const lines = text.trimEnd().split("\n").length;
          if (lines <= most) continue;
          report({
            code: "long-file",
            message: `The file has ${lines} lines, which is more than ${most}.`,
            help: "Divide it by families of operations, and refer from one file to the other.",
            pointer: "",
            place: { file: path, pointer: "" },
          });
        }
      },
    };
  },
};
