import type { Model } from "./shelf.js";

/** A list as the server answers it. */
export interface Listing {
  readonly items: readonly Model[];
  readonly page: number;
  readonly per_page: number;
  readonly total: number;
}

/** Lists the newest versions, as the query wants them: what cannot be read in it is passed over. */
export function listModels(models: readonly Model[], query: URLSearchParams): Listing {
  const filter = jsonObject(query.get("filter"));
  const asksForDeleted = "time_deleted" in filter;
  const wanted = models
    .filter((model) => asksForDeleted || model.time_deleted === 0)
    .filter((model) => Object.entries(filter).every(([name, wish]) => passes(fieldOf(model, name), wish)));
  const sorted = Object.entries(jsonObject(query.get("sort_by")))
    .reverse()
    .reduce((list, [name, direction]) => {
      const order = (left: Model, right: Model): number => compare(fieldOf(left, name), fieldOf(right, name));
      return [...list].sort((left, right) => order(left, right) * Number(direction));
    }, wanted);
  return cut(sorted, query);
}

/** Cuts a page out of a list. */
export function cut(models: readonly Model[], query: URLSearchParams): Listing {
  const total = models.length;
  if (/^(1|true|yes)$/i.test(query.get("all") ?? "")) return { items: models, page: 1, per_page: total, total };
  const page = positive(query.get("page"), 1);
  const perPage = positive(query.get("per_page"), 25);
  return { items: models.slice((page - 1) * perPage, page * perPage), page, per_page: perPage, total };
}

function positive(text: string | null, usual: number): number {
  return /^[1-9]\d*$/.test(text ?? "") ? Number(text) : usual;
}

function jsonObject(text: string | null): Readonly<Record<string, unknown>> {
  try {
    return { ...(JSON.parse(text ?? "") as object) };
  } catch {
    return {};
  }
}

/** The database knows the members of `data` without their envelope, and calls the time of a version otherwise. */
function fieldOf(model: Model, name: string): unknown {
  const configuration = Object(model.data["playbook_configuration"]) as { id?: string; version?: number };
  const fields: Readonly<Record<string, unknown>> = {
    ...model,
    ...model.data,
    time_created: model.time_updated,
    pc_model_id: configuration.id,
    pc_version: configuration.version,
  };
  return fields[name];
}

function passes(value: unknown, wish: unknown): boolean {
  if (typeof wish !== "object" || wish === null) return value === wish;
  return Object.entries(wish).every(([operator, operand]: readonly [string, unknown]) => {
    if (operator === "eq") return value === operand;
    if (operator === "ne") return value !== operand;
    if (operator === "in") return Array.isArray(operand) && operand.includes(value);
    if (operator === "regexp") return new RegExp(String(operand)).test(String(value));
    const order = compare(value, operand);
    if (operator === "gt") return order > 0;
    if (operator === "gte") return order >= 0;
    if (operator === "lt") return order < 0;
    return operator === "lte" && order <= 0;
  });
}

function compare(left: unknown, right: unknown): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return String(left) < String(right) ? -1 : Number(String(left) > String(right));
}
