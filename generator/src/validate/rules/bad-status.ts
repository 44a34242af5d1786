import { escapeToken } from "../../load/pointer.js";
import type { Rule } from "../rule.js";

/** Replies are keyed by a status code, a range of codes or `default`. */
export const badStatus: Rule = {
  code: "bad-status",
  start: ({ report }) => ({
    responses: (responses, pointer) => {
      for (const status of Object.keys(responses)) {
        if (/^(?:[1-5]\d\d|[1-5]XX|default)$/.test(status) || status.startsWith("x-")) continue;
        report({
          code: "bad-status",
          message: `\`${status}\` is not an HTTP status.`,
          help: /^[1-5]xx$/i.test(status)
            ? `Write \`${status.toUpperCase()}\`, in capitals.`
            : "Use a code such as `200`, a range such as `4XX`, or `default`.",
          pointer: `${pointer}/${escapeToken(status)}`,
          atKey: true,
          reading: "The reply is left out.",
        });
      }
    },
  }),
};
