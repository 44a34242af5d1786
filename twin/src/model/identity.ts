import type { Resource } from "../spec/extensions.js";
import type { Json } from "../spec/json.js";
import type { Schemas } from "../spec/schemas.js";

/** Names that often hold what a thing is called by, the likeliest first. */
const usual = [
  "id",
  "uuid",
  "_id",
  "guid",
  "sid",
  "key",
  "slug",
  "name",
  "code",
  "number",
  "login",
  "username",
  "label",
  "address",
  "email",
];

/**
 * Where an item shows the identity by which its path names it.
 *
 * @param param the path parameter that names the item
 */
export function identityOf(
  schema: Json | undefined,
  param: string | undefined,
  resource: Resource | undefined,
  schemas: Schemas,
): string | undefined {
  const stated = resource && param !== undefined ? resource.identity[param] : undefined;
  if (stated !== undefined && stated !== "parent") return stated;
  const only = resource && Object.values(resource.identity).filter((place) => place !== "parent");
  if (only?.length === 1) return only[0];
  const { properties } = schemas.shape(schema);
  const scalar = (name: string): boolean =>
    !["object", "array"].includes(schemas.shape(properties[name]).type ?? "string");
  const names = Object.keys(properties).filter(scalar);
  const wanted = param === undefined ? usual : [param, bare(param), ...usual];
  for (const name of wanted) {
    const found = names.find((each) => each === name) ?? names.find((each) => flat(each) === flat(name));
    if (found !== undefined) return `/${found.replace(/~/g, "~0").replace(/\//g, "~1")}`;
  }
  return undefined;
}

/** `petId`, `pet_id` and `petName` without the pet. */
function bare(param: string): string {
  return /[-_]?(id|uuid|name|key|slug|code|number|sid)$/i.exec(param)?.[1]?.toLowerCase() ?? param;
}

export function flat(name: string): string {
  return name.replace(/[-_]/g, "").toLowerCase();
}
