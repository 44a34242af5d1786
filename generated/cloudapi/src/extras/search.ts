// A copy of the spec's extras/search.ts. Change that file and generate again instead of editing this one.

import { InputError } from "@clientwright/runtime";

/** Where {@link searchDatasets} looks unless it is told otherwise. */
export const datasetSearchFields: readonly ["description", "urn"] = ["description", "urn"];

/** Where {@link searchNetworks} looks unless it is told otherwise. */
export const networkSearchFields: readonly ["name"] = ["name"];

/**
 * The datasets in which one of the fields fits a regular expression. The server is not asked: give it what
 * `listDatasets` has answered.
 *
 * @param search text is taken for an expression in which capitals do not matter; left out, all datasets fit
 * @throws InputError when the text is no regular expression
 */
export function searchDatasets<Dataset extends { description?: string | undefined; urn?: string | undefined }>(
  datasets: readonly Dataset[],
  search?: string | RegExp,
  fields: readonly (keyof Dataset & string)[] = datasetSearchFields,
): Dataset[] {
  return fitting(datasets, search, fields);
}

/**
 * The networks in which one of the fields fits a regular expression. The server is not asked: give it what
 * `listNetworks` has answered.
 *
 * @param search text is taken for an expression in which capitals do not matter; left out, all networks fit
 * @throws InputError when the text is no regular expression
 */
export function searchNetworks<Network extends { name?: string | undefined }>(
  networks: readonly Network[],
  search?: string | RegExp,
  fields: readonly (keyof Network & string)[] = networkSearchFields,
): Network[] {
  return fitting(networks, search, fields);
}

/**
 * The package that a machine gets when nobody says which; undefined where the data centre has none. Servers write it as
 * `true` or as the text "true".
 */
export function defaultPackage<Package extends { default?: boolean | string | undefined }>(
  packages: readonly Package[],
): Package | undefined {
  return packages.find((each) => String(each.default) === "true");
}

function fitting<Item extends object>(
  items: readonly Item[],
  search: string | RegExp | undefined,
  fields: readonly (keyof Item)[],
): Item[] {
  if (search === undefined) return [...items];
  const expression = expressionOf(search);
  return items.filter((item) => fields.some((field) => expression.test(String(item[field] ?? ""))));
}

function expressionOf(search: string | RegExp): RegExp {
  // With these two flags an expression would go on where it has found something last.
  if (search instanceof RegExp) return new RegExp(search.source, search.flags.replace(/[gy]/g, ""));
  try {
    return new RegExp(search, "i");
  } catch (cause) {
    throw new InputError(`${JSON.stringify(search)} is no regular expression`, { cause });
  }
}
