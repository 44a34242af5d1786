import { describe, expect, it } from "vitest";
import { callEverything } from "./every-operation.js";
import { start } from "./support.js";

/* Every operation of every spec is called with the spec's own examples. What the state of the account forbids may be refused. */

const refusals =
  /There is no|not possible while|There is already|is not what it is now|is required|Not found|has been deleted/;

describe.each(["linode", "decapod", "ionosenterprise", "cloudapi"])("%s", (name) => {
  it("plays every operation, in replies that fit the spec", async () => {
    const twin = await start(name, { signIn: "off" });
    const went = await callEverything(`specs/${name}/openapi.yaml`, twin);
    expect(went.length).toBeGreaterThan(30);
    expect(went.filter(({ replyProblems }) => replyProblems.length > 0)).toEqual([]);
    expect(went.filter(({ status }) => status >= 500)).toEqual([]);
    const refused = went.filter(({ status }) => status >= 400);
    expect(refused.filter(({ body }) => !refusals.test(body))).toEqual([]);
    // Most work at once.
    expect(refused.length).toBeLessThan(went.length * 0.2);
  }, 60_000);

  it("starts fast", async () => {
    await start(name);
    const begin = performance.now();
    await start(name);
    // Half a second on an idle machine at most; the limit leaves room for a busy one.
    expect(performance.now() - begin).toBeLessThan(3_000);
  });
});
