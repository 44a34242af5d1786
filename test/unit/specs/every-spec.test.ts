import { describe, expect, test } from "vitest";
import { validate } from "../../../generator/src/validate/index.js";
import { checker, examplesIn, timesOf } from "./examples.js";
import { extensionNames } from "./extensions.js";
import { eachObject, listOf, maybeObject, objectOf, resolve, stringOf, stringsOf, type Json, type JsonObject } from "./json.js"; // prettier-ignore
import { absent, readInventory } from "./shared-files.js";
import { filesOf, openSpec, operationsOf, propertiesOf } from "./spec.js";

/*
 * What is true of every spec of ours. What can be said without knowing the API is a rule of `clientwright validate`,
 * which must have nothing to say; here is what needs the whole folder, other people's texts or a second opinion.
 */

/** Members that hold secrets, and those of the same name that do not. */
const secrets: Readonly<Record<string, readonly [names: RegExp, except: readonly string[]]>> = {
  linode: [
    /^(access_token|api_key|client_secret|code|install_code|otp_code|password|refresh_token|response|root_pass|scratch|secret|ssl_key|stackscript_data|tfa_code|token|user_data)$/,
    ["Referrals.code"],
  ],
  cloudapi: [/^(accesskeysecret|credentials|password|password_confirmation)$/, ["ImageRequirements.password"]],
  // In a filter a part of the body stands, chosen by the caller.
  ionosenterprise: [/^(imagePassword|password|secretKey|kubeconfig|ssoUrl|body)$/, ["RequestFilter.body"]],
  decapod: [/^password$/, ["Token.id"]],
};

/** Members of that kind whose name does not tell, such as the id of a token. */
const unlikely = ["Token.id"];

/** Specs that have operations beyond the inventory, because the reference of today has them. */
const grown = ["cloudapi"];

/** Ids of operations as the inventory writes them: method and path, and the action where there is one. */
function callsIn(document: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    operationsOf(document).flatMap(({ operation, method, path }) => {
      const { by, actions } = maybeObject(operation["x-actions"]);
      const named = Object.entries(maybeObject(actions)).map(([value, action]) => {
        // An action in the body does not show in the path.
        const query = stringOf(by).startsWith("/") ? "" : `?${stringOf(by)}=${value}`;
        return [stringOf(objectOf(action).operationId), `${method} ${path}${query}`] as const;
      });
      const id = stringOf(operation.operationId);
      return [...(id === "" ? [] : [[id, `${method} ${path}`] as const]), ...named];
    }),
  );
}

describe.each(Object.keys(secrets))("the spec of %s", async (name) => {
  const { document, problems, loaded } = await openSpec(name);
  const operations = operationsOf(document).map((entry) => [stringOf(entry.operation.operationId), entry] as const);
  const schemas = Object.entries(maybeObject(maybeObject(document.components).schemas)).map(
    ([key, schema]) => [key, objectOf(schema)] as const,
  );

  test("loads without a problem, and passes the house rules", () => {
    expect(problems).toEqual([]);
    expect(loaded && validate(loaded, { lenient: false, names: "checked" })).toEqual([]);
  });

  test("has no file that is not part of it", () => {
    const read = (loaded?.files ?? []).map(({ path }) => path.replaceAll("\\", "/").split(`/specs/${name}/`)[1]);
    expect(read.sort()).toEqual([...filesOf(name).keys()].sort());
  });

  const rows = readInventory("operations")?.filter(({ api }) => api === name);

  test.skipIf(rows === undefined)(`has every operation of the inventory${rows === undefined ? ` (${absent})` : ""}`, () => {
    const calls = callsIn(document);
    expect(rows?.length).toBeGreaterThan(0);
    const wanted = new Map(rows?.map(({ operationId = "", method, path }) => [operationId, `${method} ${path}`]));
    expect(Object.fromEntries([...calls].filter(([id]) => wanted.has(id)))).toEqual(Object.fromEntries(wanted));
    expect(calls.size > wanted.size).toBe(grown.includes(name));
  }); // prettier-ignore

  test("says in sentences what operations do, and links to their sources", () => {
    const faults = operations.flatMap(([id, { operation }]) => {
      const { summary, description, tags, responses, "x-docs": link } = operation;
      const { content } = resolve(document, objectOf(responses).default);
      const isAction = operation["x-actions"] !== undefined && id === "";
      return [
        ...(/^[A-Z][^.]*\.$/.test(stringOf(summary)) ? [] : [`${id}: the summary is no sentence`]),
        ...(/^[A-Z`].*[.)]$/s.test(stringOf(description)) || isAction ? [] : [`${id}: the description is no sentence`]),
        ...(stringOf(description).startsWith(stringOf(summary)) ? [`${id}: the description says the summary again`] : []),
        ...(listOf(tags).length === 1 ? [] : [`${id}: has not one tag`]),
        ...(link === undefined || /^https:\/\/\S+$/.test(stringOf(link)) ? [] : [`${id}: the link is none`]),
        ...(maybeObject(content)["application/json"] === undefined ? [`${id}: errors have no body`] : []),
      ];
    });
    expect(faults).toEqual([]);
  }); // prettier-ignore

  test("describes parameters in sentences, those of the path in its order", () => {
    for (const [id, { parameters, path }] of operations) {
      for (const parameter of parameters) expect(parameter.description, id).toMatch(/^[A-Z].*\.$/s);
      const inPath = parameters.filter((parameter) => parameter.in === "path").map((parameter) => parameter.name);
      expect(inPath, id).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, key]) => key));
    }
  });

  test("describes schemas, properties and values in sentences", () => {
    const faults: string[] = [];
    eachObject(objectOf(document.components), (object, pointer) => {
      if (/\/(example|value)s?(\/|$)/.test(pointer)) return;
      const texts = [object.description, ...listOf(object["x-enum-descriptions"])].filter((text) => typeof text === "string");
      faults.push(...texts.filter((text) => !/^[A-Z0-9].*[.)]$/s.test(text)).map((text) => `${pointer}: ${text}`));
    });
    expect(faults).toEqual([]);
  }); // prettier-ignore

  test("uses every tag, and no other", () => {
    const used = new Set(operations.flatMap(([, { operation }]) => stringsOf(operation.tags)));
    const declared = listOf(document.tags).map((tag) => stringOf(objectOf(tag).name));
    expect([...used].sort()).toEqual(declared.sort());
  });

  test("has no extension that is not of the vocabulary", () => {
    const strange: string[] = [];
    eachObject(document, (object, pointer) => {
      // Names of headers may begin with x- as well, and examples are data.
      if (/\/headers$|\/value(\/|$)/.test(pointer)) return;
      const names = Object.keys(object).filter((key) => key.startsWith("x-") && !extensionNames.includes(key));
      strange.push(...names.map((key) => `${pointer}/${key}`));
    });
    expect(strange).toEqual([]);
  });

  test("marks passwords, tokens and other secrets, and nothing else", () => {
    const [names, except] = secrets[name] ?? [/^$/, []];
    const found: string[] = [];
    const wanted: string[] = [];
    for (const [key, schema] of schemas) {
      for (const [property, value] of propertiesOf(document, schema)) {
        const place = `${key}.${property}`;
        if (value["x-sensitive"] === true) found.push(place);
        if ((names.test(property) && !except.includes(place)) || unlikely.includes(place)) wanted.push(place);
      }
    }
    expect(wanted.length).toBeGreaterThan(1);
    expect(found).toEqual(wanted);
  });

  test("asks for nothing that only the server sets", () => {
    const asked: string[] = [];
    for (const [id, { operation }] of operations) {
      if (operation.requestBody === undefined) continue;
      for (const media of Object.values(maybeObject(resolve(document, operation.requestBody).content))) {
        for (const [property, value] of propertiesOf(document, resolve(document, objectOf(media).schema)))
          if (value.readOnly === true) asked.push(`${id}: ${property}`);
      }
    }
    expect(asked).toEqual([]);
  });

  test("names what a resource is known by as the operation that reads it does", () => {
    const byId = new Map(operations);
    for (const [key, { "x-resource": resource }] of schemas) {
      if (resource === undefined) continue;
      const { identity, load } = objectOf(resource);
      const inPath = (byId.get(stringOf(load))?.parameters ?? []).filter(
        (parameter) => parameter.in === "path" && parameter["x-setting"] === undefined,
      );
      expect(Object.keys(objectOf(identity)), key).toEqual(inPath.map((parameter) => parameter.name));
    }
  });

  describe("examples", () => {
    const found = examplesIn(document);
    const lines = timesOf(name);

    test("fit their schemas, as a judge of another make says", () => {
      const fault = checker(document, lines);
      expect(found.length).toBeGreaterThan(30);
      const faults = found.flatMap(({ pointer, schema, value }) => {
        const said = fault(schema, value);
        return said === "" ? [] : [`${pointer}: ${said}`];
      });
      expect(faults).toEqual([]);
    });

    test("show every JSON body and every JSON reply", () => {
      const bare: string[] = [];
      let count = 0;
      for (const [id, { operation }] of operations) {
        const holders = [operation.requestBody, ...Object.values(maybeObject(operation.responses))];
        for (const holder of holders.filter((each): each is Json => each !== undefined)) {
          const media = maybeObject(resolve(document, holder).content)["application/json"];
          if (media === undefined) continue;
          count += 1;
          const { example, examples } = objectOf(media);
          if (example === undefined && Object.keys(maybeObject(examples)).length === 0) bare.push(id);
        }
      }
      expect(count).toBeGreaterThan(operations.length);
      expect(bare).toEqual([]);
    });
  });
});
