import type { Located } from "./operations.js";
import { child } from "./pointer.js";
import type { InputMember, Operation, Paginator } from "./types.js";
import type { ReportUnfit } from "./unfit.js";

/**
 * The operations with what their paginators give to the ones that count: the inputs that both have. One that needs more
 * than that cannot count for the list, which is then counted page by page.
 */
export function withCounts(
  operations: readonly Operation[],
  located: readonly Located[],
  reportUnfit: ReportUnfit,
): readonly Operation[] {
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  return operations.map((operation, index) => {
    const { paginator } = operation;
    const counting = byId.get(paginator?.count?.operation ?? "");
    if (paginator?.count === undefined || counting === undefined) return operation;
    const shared = counting.input.filter((member) => operation.input.some((own) => fits(own, member)));
    const missing = counting.input.find((member) => member.required && !shared.includes(member));
    if (missing === undefined) {
      const count = { ...paginator.count, input: shared.map(({ name }) => name) };
      return { ...operation, paginator: { ...paginator, count } };
    }
    reportUnfit({
      message: `"${counting.id}" cannot count the items of "${operation.id}": it needs "${missing.name}", which the list does not have.`,
      help: "Name an operation that takes no more than the list does.",
      pointer: child(located[index]?.pointer ?? "", "x-paginator", "total", "operation"),
    });
    return { ...operation, paginator: withoutCount(paginator) };
  });
}

/** Whether what callers give for one input can be given for another. */
function fits(own: InputMember, wanted: InputMember): boolean {
  return (
    own.name === wanted.name &&
    (own.required || !wanted.required) &&
    JSON.stringify(own.type) === JSON.stringify(wanted.type)
  );
}

function withoutCount({ count: _, ...paginator }: Paginator): Paginator {
  return paginator;
}
