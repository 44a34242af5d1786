import { listMember, objectMember, textMember } from "../../load/json.js";
import { templateNames } from "../path-template.js";
import type { JsonObject } from "../../load/document.js";
import type { Rule } from "../rule.js";

/** A server's URL must be an http or https URL or a relative one, and its variables must be declared. */
export const badServerUrl: Rule = {
  code: "bad-server-url",
  start: ({ report }) => ({
    server: (server, pointer) => {
      const url = textMember(server, "url");
      if (url === undefined) return;
      const variables = objectMember(server, "variables") ?? {};
      for (const name of new Set(templateNames(url))) {
        if (Object.hasOwn(variables, name)) continue;
        report({
          code: "bad-server-url",
          message: `The variable \`{${name}}\` of the server URL is not declared.`,
          help: `Declare it under \`variables\`, with a \`default\`.`,
          pointer: `${pointer}/url`,
          reading: "It is read as a variable without a default.",
        });
      }
      const example = templateNames(url).reduce(
        (text, name) => text.replace(`{${name}}`, defaultOf(variables, name)),
        url,
      );
      const fault = faultOf(example);
      if (fault !== undefined) {
        report({ code: "bad-server-url", ...fault, pointer: `${pointer}/url`, reading: "It is kept as it is." });
      }
    },
    serverVariable: (variable, pointer) => {
      const value = textMember(variable, "default");
      const values = listMember(variable, "enum");
      if (value === undefined || values === undefined || values.includes(value)) return;
      report({
        code: "bad-server-url",
        message: `The default \`${value}\` of this server variable is not among its \`enum\` values.`,
        help: "Add it to the `enum`, or choose one of the values as the default.",
        pointer: `${pointer}/default`,
        reading: "It is taken as one more value.",
      });
    },
  }),
};

function defaultOf(variables: JsonObject, name: string): string {
  const value = textMember(objectMember(variables, name) ?? {}, "default");
  return value === undefined || value === "" ? "x" : value;
}

function faultOf(url: string): { readonly message: string; readonly help: string } | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") {
    return {
      message: `A server URL cannot begin with \`${scheme}:\`.`,
      help: "Use `https:`, or a URL relative to the document.",
    };
  }
  if (!URL.canParse(url, "https://relative.invalid/")) {
    return { message: `\`${url}\` is not a URL.`, help: "Write it as `https://host/path`." };
  }
  return undefined;
}
