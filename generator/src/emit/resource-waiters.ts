import { StructureKind, type MethodDeclarationStructure } from "ts-morph";
import type { Resource } from "../ir/types.js";
import { code, runtimeType } from "./code.js";
import { docsFor } from "./docs.js";
import { identifier } from "./escape.js";
import type { Making } from "./resource-actions.js";
import { render } from "./templates.js";
import { waiterComment, waiterTypes } from "./waiters.js";

/** A method that waits for something to come to pass with the thing, which then knows what was seen last. */
export function waiterMethod(
  making: Making,
  { method, waiter }: Resource["waiters"][number],
): MethodDeclarationStructure {
  const { types, file, resource } = making;
  const waiting = making.waitingOf(waiter);
  const { seen, result } = waiterTypes(types, waiting);
  const isVoid = result.text === "void";
  const call = identifier(waiter, { module: "waiters", isType: false });
  const input =
    waiting.operation.inputName === undefined
      ? code``
      : resource.identity.length === 0
        ? code`{}, `
        : code`this.identity, `;
  return {
    kind: StructureKind.Method,
    isAsync: true,
    name: identifier(method).text,
    docs: docsFor(waiterComment(waiting)),
    parameters: [
      {
        name: "options",
        type: file.text(code`${runtimeType("WaitOptions")}<${isVoid ? seen : result}>`),
        hasQuestionToken: true,
      },
    ],
    returnType: "Promise<this>",
    statements: file.text(
      render("resource-wait.ts.hbs", {
        call: code`${call}(this.client, ${input}options)`,
        isVoid,
        mayBeNothing: result.text !== seen.text && !isVoid,
      }),
    ),
  };
}
