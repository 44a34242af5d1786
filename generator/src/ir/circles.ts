/**
 * The edges of a graph that close a circle: without them nothing leads back to itself. For each node, the targets.
 * Depth first in the order of the graph, with a stack of its own, so that depth does no harm.
 */
export function closingEdges(graph: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, ReadonlySet<string>> {
  const closing = new Map<string, Set<string>>();
  const done = new Set<string>();
  for (const start of graph.keys()) {
    const open = new Set<string>();
    const stack: { id: string; rest: string[] }[] = [];
    const enter = (id: string): void => {
      open.add(id);
      stack.push({ id, rest: (graph.get(id) ?? []).filter((next) => graph.has(next)) });
    };
    if (!done.has(start)) enter(start);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.rest.pop();
      if (next === undefined) {
        stack.pop();
        open.delete(top.id);
        done.add(top.id);
      } else if (open.has(next)) {
        closing.set(top.id, (closing.get(top.id) ?? new Set()).add(next));
      } else if (!done.has(next)) {
        enter(next);
      }
    }
  }
  return closing;
}
