import type { Complaint } from "../finding.js";

/** References or inclusions that never come to an end. The chain names the places on the way. */
export function endless(code: "circular-ref" | "circular-include", chain: string): Complaint {
  return code === "circular-ref"
    ? {
        code,
        message: `These references lead round in a circle and never to a value: ${chain}.`,
        help: "Let one of them lead to the object that is meant.",
      }
    : {
        code,
        message: `This includes itself without end: ${chain}.`,
        help: "Only schemas may contain themselves. Take the reference out, or point it at another part.",
      };
}

/** A keyword beside a `$ref` in a version that ignores it. */
export function ignoredSibling(name: string): Complaint {
  return {
    code: "ignored-ref-sibling",
    severity: "warning",
    message: `\`${name}\` stands beside a \`$ref\`, where this version of OpenAPI ignores it.`,
    help: "Use `allOf` with the reference and a schema that holds the rest, or OpenAPI 3.1, where such members count.",
  };
}

/** A component that could not have the name it would have had. */
export function renamed(plain: string, name: string): Complaint {
  return {
    code: "component-renamed",
    severity: "warning",
    message: `Two different components would be called \`${plain}\`; this one becomes \`${name}\`.`,
    help: "Give one of the two another file name or key, or list it under `components` by a name of its own.",
  };
}
