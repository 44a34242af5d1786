import { closingEdges } from "./circles.js";
import type { Model, TypeRef } from "./types.js";

type Draft = Omit<Model, "usage">;

/**
 * TypeScript refuses an alias that leads back to itself without an object in between (`A = B | null`, `B = A`). Such a
 * circle says nothing more than the rest of the alias does, so its closing reference is left out.
 */
export function withoutCircles(drafts: readonly Draft[]): readonly Draft[] {
  const aliases = new Map(
    drafts.flatMap(({ id, shape }) => (shape.kind === "alias" ? [[id, shape.type] as const] : [])),
  );
  const closing = closingEdges(new Map([...aliases].map(([id, type]) => [id, direct(type)])));
  if (closing.size === 0) return drafts;
  return drafts.map((draft) => {
    const cut = closing.get(draft.id);
    if (cut === undefined || draft.shape.kind !== "alias") return draft;
    return { ...draft, shape: { kind: "alias", type: without(draft.shape.type, cut) } };
  });
}

/** The models that a type names outside any object or list. */
function direct(type: TypeRef): readonly string[] {
  if (type.kind === "model") return [type.model];
  return type.kind === "union" || type.kind === "intersection" ? type.members.flatMap(direct) : [];
}

function without(type: TypeRef, cut: ReadonlySet<string>): TypeRef {
  if (type.kind === "model" && cut.has(type.model)) return { kind: "unknown" };
  if (type.kind !== "union" && type.kind !== "intersection") return type;
  const members = type.members.map((part) => without(part, cut)).filter((part) => part.kind !== "unknown");
  const [first, second] = members;
  if (first === undefined) return { kind: "unknown" };
  if (second === undefined) return first;
  return type.kind === "union" ? { kind: "union", members } : { kind: "intersection", members };
}
