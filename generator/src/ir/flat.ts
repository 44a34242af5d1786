import { child } from "./pointer.js";
import type { Api, Model, TypeRef } from "./types.js";
import type { ReportUnfit } from "./unfit.js";

/** Reports records that are to travel flat (`x-flatten`) from where nothing is made flat, or that are no records. */
export function checkFlat({ models, operations }: Pick<Api, "models" | "operations">, reportUnfit: ReportUnfit): void {
  const byId = new Map(models.map((model) => [model.id, model]));
  const bodies = new Set(
    operations.flatMap(({ body }) => (body?.contents ?? []).flatMap(({ type }) => modelsOf(byId, type))),
  );
  for (const { id, name, shape, usage } of models) {
    for (const field of shape.kind === "object" ? shape.fields : []) {
      if (field.prefix === undefined) continue;
      const pointer = child(id, "properties", field.name, "x-flatten");
      if (!isRecord(byId, field.type)) {
        reportUnfit({
          message: `"${field.name}" of the schema "${name}" has no members that could travel one by one.`,
          help: "Make it an object, or leave `x-flatten` out.",
          pointer,
        });
      } else if (usage.input && !bodies.has(id)) {
        reportUnfit({
          message: `"${field.name}" of the schema "${name}" is no member of a request body itself, but of something within one.`,
          help: "Only members of a body and query parameters are sent flat; leave `x-flatten` out.",
          pointer,
        });
      }
    }
  }
}

/** A model and those whose fields it has as well. */
function modelsOf(byId: ReadonlyMap<string, Model>, type: TypeRef): readonly string[] {
  if (type.kind !== "model") return [];
  const shape = byId.get(type.model)?.shape;
  const inherited = shape?.kind === "object" ? shape.extends : [];
  return [type.model, ...inherited.flatMap((base) => modelsOf(byId, { kind: "model", model: base }))];
}

function isRecord(byId: ReadonlyMap<string, Model>, type: TypeRef): boolean {
  if (type.kind === "union") return type.members.every((part) => part.kind === "null" || isRecord(byId, part));
  if (type.kind === "model") {
    const shape = byId.get(type.model)?.shape;
    return shape?.kind === "object" || (shape !== undefined && isRecord(byId, shape.type));
  }
  return type.kind === "record" || type.kind === "object" || type.kind === "unknown" || type.kind === "intersection";
}
