import { describe, expect, expectTypeOf, it } from "vitest";
import { createClient, type CloudOptions } from "../../golden/settings/expected/src/api.js";
import { CloudClient } from "../../golden/settings/expected/src/client.js";
import {
  getAccount,
  getMachine,
  renameMachine,
  type GetMachineInput,
} from "../../golden/settings/expected/src/operations/general.js";
import { recorder } from "./support.js";

/* Parameters that are given to the client once, and defaults that the client sends. */

describe("settings", () => {
  it("fill in path, query and headers, with the default of the schema where nothing is said", async () => {
    const { transport, sent } = recorder();
    await getMachine(createClient({ transport }), { id: "m1" });
    await getMachine(createClient({ transport, login: "jill/x", contract: 31, pretty: true }), { id: "m1" });
    await new CloudClient({ transport, login: "joe" }).getAccount();
    expect(sent.map(({ target }) => target)).toEqual([
      "/my/machines/m1?pretty=false&depth=1",
      "/jill%2Fx/machines/m1?pretty=true&depth=1",
      "/joe",
    ]);
    expect(sent.map(({ headers }) => headers["x-contract"])).toEqual([undefined, "31", undefined]);
  });

  it("are no inputs, and have the types of their schemas", () => {
    expectTypeOf<keyof GetMachineInput>().toEqualTypeOf<"id" | "depth">();
    expectTypeOf<CloudOptions["login"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<CloudOptions["contract"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<CloudClient["settings"]["login"]>().toEqualTypeOf<string>();
  });

  it("come from the environment, numbers as numbers", () => {
    process.env["CLOUD_CONTRACT"] = "31884";
    process.env["OLD_ACCOUNT"] = "old";
    try {
      expect(CloudClient.fromEnv().settings).toEqual({
        login: "old",
        contract: 31884,
        pretty: false,
        depth: undefined,
      });
      expect(CloudClient.fromEnv({ login: "given" }).settings.login).toBe("given");
    } finally {
      delete process.env["CLOUD_CONTRACT"];
      delete process.env["OLD_ACCOUNT"];
    }
  });

  it("hold for clients that stand in front of another one, and a client without them says so", async () => {
    const { transport, sent } = recorder();
    const inner = new CloudClient({ transport, login: "joe" });
    await getAccount({ settings: inner.settings, send: (call, options) => inner.send(call, options) });
    expect(sent[0]?.target).toBe("/joe");
    await expect(getAccount({ send: (call, options) => inner.send(call, options) })).rejects.toThrow(/is missing/);
  });
});

describe("defaults that the client sends", () => {
  it("are those of the operation, unless the client or the call says otherwise", async () => {
    const { transport, sent } = recorder();
    const plain = createClient({ transport });
    const deep = createClient({ transport, depth: 3 });
    await getMachine(plain, { id: "m" });
    await renameMachine(plain, { id: "m", name: "n" });
    await getMachine(deep, { id: "m" });
    await renameMachine(deep, { id: "m", name: "n" });
    await getMachine(deep, { id: "m", depth: 0 });
    expect(sent.map(({ target }) => /depth=(\d)/.exec(target)?.[1])).toEqual(["1", "0", "3", "3", "0"]);
    expect(sent[1]?.body).toEqual({ name: "n" });
  });
});
