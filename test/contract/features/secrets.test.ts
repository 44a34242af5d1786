import { jsonBody } from "@clientwright/runtime";
import { inspect } from "node:util";
import { expect, it } from "vitest";
import { createClient, keyringLog } from "../../golden/secrets/expected/src/api.js";
import { getUser, resetPassword } from "../../golden/secrets/expected/src/operations/general.js";
import { recorder } from "./support.js";

/* What the spec marks as a secret does not show up where people look. */

const input = {
  user: "joe",
  token: "s3cret-token",
  pin: "s3cret-pin",
  xSecond: "s3cret-header",
  phrase: "s3cret-phrase",
  hint: "the usual",
  keys: [{ pem: "s3cret-key" }],
};

it("a log hides it in path, query, headers and body, and shows the rest", async () => {
  const lines: string[] = [];
  const { transport } = recorder(() => ({ body: { id: "i" }, headers: { "x-fresh": "s3cret-fresh" } }));
  const log = keyringLog({ transport, bodies: true, write: (line) => lines.push(line) });
  const client = createClient({ transport: log });
  await resetPassword(client, input);
  await getUser(client, { user: "joe" });
  const text = lines.join("\n");
  expect(text).not.toContain("s3cret");
  expect(text).toContain("POST https://keyring.example/v1/users/joe/resets/[hidden]?pin=[hidden]");
  expect(text).toContain('"hint":"the usual"');
  expect(text).toContain("GET https://keyring.example/v1/users/joe");
  expect(text).toContain("x-fresh: [hidden]");
});

it("an error shows the path without it", async () => {
  const { transport } = recorder(() => ({ status: 409, body: {} }));
  const error: unknown = await resetPassword(createClient({ transport }), input).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ status: 409, url: "https://keyring.example/users/{user}/resets/{token}" });
  expect(inspect(error) + JSON.stringify(error)).not.toContain("s3cret");
});

it("the names of what is only received are no secrets when they are sent", async () => {
  const lines: string[] = [];
  const { transport } = recorder(() => ({ body: {} }));
  const client = createClient({
    transport: keyringLog({ transport, bodies: true, write: (line) => lines.push(line) }),
  });
  const body = { id: "shown", pem: "s3cret" };
  await client.send({ operation: "addThing", method: "POST", path: "/users/joe/things", body: jsonBody(body) });
  expect(lines[0]).toContain('POST https://keyring.example/v1/users/joe/things {"id":"shown","pem":"[hidden]"}');
});
