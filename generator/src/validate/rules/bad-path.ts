import { escapeToken } from "../../load/pointer.js";
import { templateNames } from "../path-template.js";
import type { Rule } from "../rule.js";

/** A path must begin with a slash, and its braces must be pairs with a name between them, each name once. */
export const badPath: Rule = {
  code: "bad-path",
  start: ({ report }) => ({
    paths: (paths, pointer) => {
      for (const path of Object.keys(paths)) {
        const fault = path.startsWith("x-") ? undefined : faultOf(path);
        if (fault === undefined) continue;
        report({
          code: "bad-path",
          message: `The path \`${path}\` ${fault.message}.`,
          help: fault.help,
          pointer: `${pointer}/${escapeToken(path)}`,
          atKey: true,
          ...(fault.reading === undefined ? {} : { reading: fault.reading }),
        });
      }
    },
  }),
};

function faultOf(
  path: string,
): { readonly message: string; readonly help: string; readonly reading?: string } | undefined {
  if (!path.startsWith("/")) {
    return {
      message: "does not begin with a slash",
      help: `Write \`/${path}\`.`,
      reading: `It is read as \`/${path}\`.`,
    };
  }
  if (/[{}]/.test(path.replaceAll(/\{[^{}]+\}/g, ""))) {
    return { message: "has braces that do not enclose a name", help: "Write each parameter as `{name}`." };
  }
  const names = templateNames(path);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return undefined;
  return {
    message: `has the parameter \`{${twice}}\` twice`,
    help: "Give the two parameters different names.",
    reading: "Both places are filled with the same value.",
  };
}
