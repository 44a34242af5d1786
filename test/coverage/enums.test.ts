import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as cloudapi from "@clientwright/cloudapi";
import * as decapod from "@clientwright/decapod";
import * as ionosenterprise from "@clientwright/ionosenterprise";
import * as linode from "@clientwright/linode";
import { objectOf, resolve, type JsonObject } from "../unit/specs/json.js";
import { openSpec, propertiesOf } from "../unit/specs/spec.js";
import { absent, apis, isThere, rowsOf, type CoverageMap } from "./inventory.js";

/*
 * Every set of values of the inventory beside what the package of its API exports: under the same name or, where the
 * set is named otherwise or is no enum but members of a schema, under what is said here. A package may know more values,
 * since the APIs have grown: which ones, the tests of the specs say.
 */

const packages: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  linode: { ...linode },
  cloudapi: { ...cloudapi },
  ionosenterprise: { ...ionosenterprise },
  decapod: { ...decapod },
};

/** Sets that an enum of another name holds. */
const otherNames: Readonly<Record<string, string>> = {
  "ionosenterprise RequestStatus": "RequestState",
  "decapod PlaybookPermission": "PlaybookId",
};

/** Sets that are the members of schemas. */
const members: Readonly<Record<string, string>> = {
  "linode GrantEntityKind": "Grants",
  "linode GlobalGrant": "GlobalGrants",
  "ionosenterprise HotPlugFlag": "HotPlugFlags",
  "ionosenterprise GroupPrivilege": "GroupProperties",
  "ionosenterprise SharePrivilege": "ShareProperties",
  "ionosenterprise DatacenterEntity": "DatacenterEntities",
  "ionosenterprise ServerEntity": "ServerEntities",
  "decapod FilterOperator": "Comparisons",
};

const sets = apis.flatMap((api) =>
  rowsOf("enums", api).map((row) => ({ api, name: row["enum_name"] ?? "", values: valuesOf(row["values"] ?? "") })),
);
const documents = new Map<string, Promise<JsonObject>>();
const enums = sets.filter(({ api, name }) => exportOf(api, name) !== undefined);

describe.skipIf(!isThere)(`the sets of values of the inventory${isThere ? "" : ` (${absent})`}`, () => {
  it.each(enums.map((set) => [set.name, set] as const))("%s: its values are exported", (_, { api, name, values }) => {
    expect(values.length).toBeGreaterThan(0);
    expect(exportOf(api, name)).toEqual(expect.arrayContaining([...values]));
  });

  const schemas = sets.filter(({ api, name }) => `${api} ${name}` in members);

  it.each(schemas.map((set) => [set.name, set] as const))("%s: they are members", async (_, { api, name, values }) => {
    const document = await documentOf(api);
    const schema = resolve(document, { $ref: `#/components/schemas/${members[`${api} ${name}`]}` });
    expect([...propertiesOf(document, schema).keys()]).toEqual(expect.arrayContaining([...values]));
  });

  it("SecurityScheme: the ways to sign in", async () => {
    const document = await documentOf("linode");
    const schemes = Object.keys(objectOf(objectOf(document.components).securitySchemes));
    expect(schemes).toEqual(expect.arrayContaining([...wordsOf("linode", "SecurityScheme")]));
  });

  it("OAuthScopeFamilyApi, ProfileOAuthScope: the scopes are exported", () => {
    const scopes: readonly string[] = Object.values(linode.LinodeScope);
    expect(scopes).toEqual(expect.arrayContaining([...wordsOf("linode", "ProfileOAuthScope")]));
    const families = new Set(scopes.map((scope) => scope.split(":")[0]));
    expect([...families].sort()).toEqual([...wordsOf("linode", "OAuthScopeFamilyApi")].sort());
  });

  it("FilterOperator, FilterOrder: the words of Linode's filters", () => {
    const { eq, ne, gt, gte, lt, lte, contains } = linode.instanceFilter;
    const all = [ne, gt, gte, lt, lte, contains].map((compare) => compare("label", "a"));
    const first = all.reduce((left, right) => left.and(right)).or(eq("label", "b"));
    const text = JSON.stringify(first.orderBy("label", "desc"));
    // The server does not know +limit: a caller cuts the list by the paginator instead.
    const operators = wordsOf("linode", "FilterOperator").filter((word) => word !== "+limit");
    for (const word of operators) expect(text).toContain(`"${word}"`);
    expect(wordsOf("linode", "FilterOrder")).toEqual(["asc", "desc"]);
    expect(text).toContain('"+order":"desc"');
    expect(JSON.stringify(eq("label", "b").orderBy("label", "asc"))).toBe('{"label":"b","+order_by":"label"}');
  });

  it.each(apis)("what the map of %s shows by these tables is in them", (api) => {
    const map = JSON.parse(readFileSync(`test/coverage/${api}.json`, "utf8")) as CoverageMap;
    const namesIn = (some: typeof sets): readonly string[] => some.filter((set) => set.api === api).map((set) => set.name);
    const shownBy = (title: string): readonly string[] =>
      Object.entries(map.enums)
        .filter(([name, tests]) => [tests].flat().includes(`coverage/enums.test.ts: %s: ${title} [${name}]`))
        .map(([name]) => name);
    expect(shownBy("its values are exported").length).toBeGreaterThan(5);
    expect(namesIn(enums)).toEqual(expect.arrayContaining([...shownBy("its values are exported")]));
    expect(namesIn(schemas)).toEqual(expect.arrayContaining([...shownBy("they are members")]));
  });
});

/** The spec of an API, which is read once. */
async function documentOf(api: string): Promise<JsonObject> {
  const document = documents.get(api) ?? openSpec(api).then((spec) => spec.document);
  documents.set(api, document);
  return document;
}

/** The values of an exported enum, as text. */
function exportOf(api: string, name: string): readonly string[] | undefined {
  const found = packages[api]?.[otherNames[`${api} ${name}`] ?? name];
  return typeof found === "object" && found !== null ? Object.values(found).map(String) : undefined;
}

/** The values of a cell: null is no value of an enum but of its field, and words with blanks are remarks. */
function valuesOf(cell: string): readonly string[] {
  return cell.split(", ").filter((value) => value !== "null" && !/^or /.test(value));
}

function wordsOf(api: string, name: string): readonly string[] {
  return sets.find((set) => set.api === api && set.name === name)?.values ?? [];
}
