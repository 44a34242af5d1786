import { textMember } from "../../load/json.js";
import type { JsonObject } from "../../load/document.js";
import type { Rule } from "../rule.js";

const styles: Readonly<Record<string, readonly string[]>> = {
  path: ["simple", "label", "matrix"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  header: ["simple"],
  cookie: ["form", "cookie"],
};

/** Members that take one of a few words must hold one of them. */
export const badValue: Rule = {
  code: "bad-value",
  start: ({ report, suggest }) => {
    const check = (
      object: JsonObject,
      pointer: string,
      name: string,
      allowed: readonly string[],
      reading: string,
    ): void => {
      const value = textMember(object, name);
      if (value === undefined || allowed.includes(value)) return;
      const near = suggest(value, () => allowed);
      report({
        code: "bad-value",
        message: `\`${name}\` cannot be \`${value}\`.`,
        help:
          near === undefined
            ? `It must be one of ${allowed.map((word) => `\`${word}\``).join(", ")}.`
            : `Did you mean \`${near}\`?`,
        pointer: `${pointer}/${name}`,
        reading,
      });
    };
    return {
      parameter: (value, pointer) => {
        check(value, pointer, "in", ["path", "query", "header", "cookie", "querystring"], "The parameter is left out.");
        const place = textMember(value, "in") ?? "";
        const allowed = Object.hasOwn(styles, place) ? styles[place] : undefined;
        if (allowed !== undefined) check(value, pointer, "style", allowed, "The usual style of the place is taken.");
      },
      securityScheme: (value, pointer) => {
        const types = ["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"];
        check(value, pointer, "type", types, "The scheme is left out.");
        if (textMember(value, "type") === "apiKey") {
          check(value, pointer, "in", ["query", "header", "cookie"], "The scheme is left out.");
        }
      },
    };
  },
};
