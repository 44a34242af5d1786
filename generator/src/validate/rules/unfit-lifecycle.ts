import { isList, listMember, objectMember, textMember } from "../../load/json.js";
import { escapeToken } from "../../load/pointer.js";
import { calledIds } from "../called-operations.js";
import { schemasAt } from "../members.js";
import { ourVocabulary } from "../vocabulary.js";
import type { Json, JsonObject } from "../../load/document.js";
import type { Rule } from "../rule.js";

/** In our own specs a lifecycle speaks of members, values, states and operations that there are. */
export const unfitLifecycle: Rule = {
  code: "unfit-extension",
  start: ({ report, names, root, resolve, suggest }) => {
    if (names !== "checked") return {};
    let ids: ReadonlySet<string> | undefined;
    return {
      schema: (schema, pointer) => {
        const lifecycle = objectMember(schema, "x-lifecycle");
        if (lifecycle === undefined || isIllFormed(lifecycle)) return;
        const at = `${pointer}/x-lifecycle`;
        const complain = (message: string, help: string, place: string): void =>
          report({ code: "unfit-extension", message, help, pointer: `${at}${place}` });

        const found = schemasAt(schema, textMember(lifecycle, "state") ?? "", resolve);
        if (found.length === 0) complain("`state` leads to no member.", "Name a member of the schema.", "/state");
        const lists = found.flatMap((form) => listMember(form, "enum") ?? []);
        const states = objectMember(lifecycle, "states") ?? {};
        for (const name of Object.keys(states)) {
          // What can no longer be read in a state need not show it either.
          const isGone = objectMember(states, name)?.["status"] !== undefined;
          if (lists.length === 0 || lists.includes(name) || isGone) continue;
          complain(
            `The member that holds the state is never \`${name}\`.`,
            "Take the states from the values of its enum.",
            `/states/${escapeToken(name)}`,
          );
        }
        for (const [name, place] of statesNamed(lifecycle)) {
          if (Object.hasOwn(states, name)) continue;
          const near = suggest(name, () => Object.keys(states));
          complain(
            `There is no state \`${name}\`.`,
            near === undefined ? "Add it to `states`, or correct the name." : `Did you mean \`${near}\`?`,
            place,
          );
        }
        ids ??= calledIds(root);
        for (const [index, move] of moves(lifecycle).entries()) {
          const on = textMember(move, "on") ?? "";
          if (ids.has(on)) continue;
          const near = suggest(on, () => ids ?? []);
          complain(
            `There is no operation \`${on}\`.`,
            near === undefined ? "Write the operationId of what moves it." : `Did you mean \`${near}\`?`,
            `/transitions/${index}/on`,
          );
        }
      },
    };
  },
};

/** What has another shape than it should is reported as such, and not looked at more closely. */
function isIllFormed(lifecycle: JsonObject): boolean {
  return (ourVocabulary().get("x-lifecycle")?.faults(lifecycle).length ?? 0) > 0;
}

function moves(lifecycle: JsonObject): readonly JsonObject[] {
  return (listMember(lifecycle, "transitions") ?? []).filter(
    (move): move is JsonObject => typeof move === "object" && move !== null && !isList(move),
  );
}

/** Each place that names a state, and the state. */
function statesNamed(lifecycle: JsonObject): readonly (readonly [name: string, place: string])[] {
  const named: [Json | undefined, string][] = [[lifecycle["initial"], "/initial"]];
  const states = objectMember(lifecycle, "states") ?? {};
  for (const name of Object.keys(states)) {
    named.push([objectMember(states, name)?.["then"], `/states/${escapeToken(name)}/then`]);
  }
  for (const [index, move] of moves(lifecycle).entries()) {
    for (const [item, from] of (listMember(move, "from") ?? []).entries()) {
      named.push([from, `/transitions/${index}/from/${item}`]);
    }
    named.push([move["to"], `/transitions/${index}/to`]);
  }
  return named.flatMap(([name, place]) => (typeof name === "string" ? [[name, place] as const] : []));
}
