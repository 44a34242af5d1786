import { expect, expectTypeOf, it } from "vitest";
import { createClient } from "../../golden/flatten/expected/src/api.js";
import type { NewMachine } from "../../golden/flatten/expected/src/models.js";
import {
  changeNotes,
  createMachine,
  listMachines,
  replaceMachine,
} from "../../golden/flatten/expected/src/operations/general.js";
import { recorder } from "./support.js";

/* Records whose members travel one by one. */

const { transport, sent } = recorder();
const client = createClient({ transport });

it("in a query", async () => {
  await listMachines(client, { state: "on", tags: { "a b": "1", role: "x&y" } });
  await listMachines(client, { tags: {} });
  await listMachines(client);
  expect(sent.splice(0).map(({ target }) => target)).toEqual([
    "/machines?state=on&tag.a%20b=1&tag.role=x%26y",
    "/machines",
    "/machines",
  ]);
});

it("in a body, whether its members are the input's or it is one member", async () => {
  const machine: NewMachine = { name: "n", metadata: { color: "red" }, tags: { role: "db", size: 3, on: true } };
  const flat = { name: "n", "metadata.color": "red", "tag.role": "db", "tag.size": 3, "tag.on": true };
  await createMachine(client, machine);
  await replaceMachine(client, { name: "m", body: machine });
  await createMachine(client, { name: "bare" });
  await changeNotes(client, { id: "m", notes: { first: "1" } });
  expect(sent.splice(0).map(({ body }) => body)).toEqual([flat, flat, { name: "bare" }, { note_first: "1" }]);
  // The caller's object stays as it was.
  expect(machine.metadata).toEqual({ color: "red" });
});

it("stays a plain record for callers", () => {
  expectTypeOf<NewMachine["metadata"]>().toEqualTypeOf<Record<string, string> | undefined>();
});
