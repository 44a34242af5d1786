import { isList, isObject, member, objectMember } from "../../load/json.js";
import { escapeToken } from "../../load/pointer.js";
import { atExamples, type ExampleSite } from "../example-sites.js";
import { Instances, type Travels } from "../instances.js";
import { hasOneOf, spellTypes, statedTypes } from "../json-type.js";
import type { Json } from "../../load/document.js";
import type { Context, Rule } from "../rule.js";

/** Levels of an example of other people that are compared. Enough for a list of objects and their fields. */
const levels = 4;

/** Examples and defaults should have the types that their schema states; in our own specs, they fit it altogether. */
export const badExample: Rule = {
  code: "bad-example",
  start: (context) => {
    const isOurs = context.names === "checked";
    const check = isOurs ? fitsAltogether(context) : (site: ExampleSite): void => compareTypes(context, site, levels);
    return atExamples(context, check, { followReferences: isOurs });
  },
};

function compareTypes({ report, resolve }: Pick<Context, "report" | "resolve">, site: ExampleSite, left: number): void {
  const { value, pointer, noun } = site;
  const target = resolve(site.schema);
  if (target === undefined || left === 0) return;
  const types = statedTypes(target);
  if (types !== undefined && !hasOneOf(value, types)) {
    report({
      code: "bad-example",
      message: `The ${noun} ${brief(value)} is not of the type ${spellTypes(types)} that its schema states.`,
      help: `Correct the ${noun}, or the schema.`,
      pointer,
    });
    return;
  }
  const compare = (child: Json, schema: Json | undefined, key: string): void => {
    if (schema === undefined) return;
    compareTypes({ report, resolve }, { ...site, value: child, schema, pointer: `${pointer}/${key}` }, left - 1);
  };
  if (isList(value)) for (const [index, item] of value.entries()) compare(item, target["items"], String(index));
  const properties = isObject(value) ? objectMember(target, "properties") : undefined;
  if (!isObject(value) || properties === undefined) return;
  for (const [name, child] of Object.entries(value)) compare(child, member(properties, name), escapeToken(name));
}

/** What several operations share is met several times, and reported once. */
function fitsAltogether({ report, resolve }: Context): (site: ExampleSite) => void {
  const seen = new Set<string>();
  return ({ noun, value, schema, pointer, usedAt }) => {
    const instances = new Instances(resolve, travelsAt(usedAt));
    for (const misfit of instances.misfits(value, schema)) {
      const at = pointer + misfit.pointer;
      const message =
        misfit.pointer === ""
          ? `The ${noun} ${brief(value)} does not fit its schema: it ${misfit.message}.`
          : `The ${noun} does not fit its schema: \`${misfit.pointer}\` ${misfit.message}.`;
      if (seen.has(`${at} ${message}`)) continue;
      seen.add(`${at} ${message}`);
      report({ code: "bad-example", message, help: `Correct the ${noun}, or the schema.`, pointer: at });
    }
  };
}

/** Where a schema is used tells which way its values travel. */
function travelsAt(pointer: string): Travels {
  if (/\/requestBod(?:y|ies)\//.test(pointer)) return "sent";
  return /\/responses\//.test(pointer) ? "received" : "either";
}

function brief(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
