import { expect, expectTypeOf, it } from "vitest";
import { createClient } from "../../golden/actions/expected/src/api.js";
import type { Machine } from "../../golden/actions/expected/src/models.js";
import * as fleet from "../../golden/actions/expected/src/operations/general.js";
import { recorder } from "./support.js";

/* Functions that share a path and a method: each sends the value that means it. */

const { transport, sent } = recorder(({ target }) =>
  target.includes("rename") ? { body: { id: "m" } } : { status: 202 },
);
const client = createClient({ transport });
const lines = (): readonly unknown[] =>
  sent.splice(0).map(({ method, target, body }) => [`${method} ${target}`, ...(body === null ? [] : [body])]);

it("by a query parameter, with inputs of their own in query, headers and body", async () => {
  await fleet.stopMachine(client, { id: "m" });
  await fleet.resizeMachine(client, { id: "m", package: "large", origin: "here" });
  expect(sent[1]?.headers["origin"]).toBe("here");
  expect(await fleet.renameMachine(client, { id: "m", name: "n", tags: { a: "1" } })).toEqual({ id: "m" });
  expect(lines()).toEqual([
    ["POST /machines/m?action=stop"],
    ["POST /machines/m?action=resize&package=large"],
    ["POST /machines/m?action=rename", { name: "n", "tag.a": "1" }],
  ]);
});

it("beside the operation itself, where that has a meaning without the value", async () => {
  await fleet.createImage(client, { name: "n" });
  await fleet.importImage(client, { source: "s" });
  expect(lines()).toEqual([
    ["POST /images", { name: "n" }],
    ["POST /images?action=import", { source: "s" }],
  ]);
  expect(Object.keys(fleet)).not.toContain("changeMachine");
});

it("by a member of the body", async () => {
  await fleet.exchangeCode(client, { code: "c" });
  await fleet.signIn(client);
  expect(lines()).toEqual([
    ["POST /token", "code=c&grant_type=authorization_code"],
    ["POST /token", "grant_type=client"],
  ]);
});

it("under keys that differ only in what is no part of a path", async () => {
  await fleet.archiveImages(client);
  await fleet.deleteImages(client);
  expect(lines()).toEqual([["PUT /images"], ["DELETE /images?all=true"]]);
});

it("take what their action takes, and answer what its reply holds", () => {
  expectTypeOf<keyof fleet.StopMachineInput>().toEqualTypeOf<"id">();
  expectTypeOf<fleet.ResizeMachineInput["package"]>().toEqualTypeOf<string>();
  expectTypeOf(fleet.stopMachine).returns.resolves.toEqualTypeOf<void>();
  expectTypeOf(fleet.renameMachine).returns.resolves.toEqualTypeOf<Machine>();
});
