import { describe, expect, it } from "vitest";
import { isNotFoundError } from "@clientwright/runtime";
import { findDatacenter } from "../../../examples/ionosenterprise/find-datacenter.js";
import { findImages } from "../../../examples/ionosenterprise/search-images.js";
import { furnish, onlyImages } from "../../support/ionosenterprise-world.js";
import { complaints, failure, pace, refusal, useIonos } from "./support.js";

const account = useIonos({ seed: onlyImages });

describe("a data centre", () => {
  it.each(["a@b", "a/b", "a\\b", "a|b", 'a"b', "a'b", "a‘b", "a’b"])("cannot be called %s", async (name) => {
    const client = account.client();
    expect(await complaints(client.createDatacenter({ properties: { name, location: "de/fra" } }))).toEqual([
      expect.stringMatching(/^properties\.name must match/),
    ]);
    expect(account.last().body).toMatchObject({ properties: { name } });
    expect((await client.listDatacenters()).items).toEqual([]);
  });

  it("can be called anything else", async () => {
    const name = "Lager 7 (Süd) – 100 % & more.";
    const made = await account.client().createDatacenter({ properties: { name, location: "de/fra" } });
    expect(made.properties?.name).toBe(name);
  });

  it("does not move: the service refuses another location", async () => {
    const client = account.client();
    const { datacenterId } = await furnish(client);
    // The types know of no location here, so it takes a detour to send one.
    const moved = { datacenterId, location: "us/las" } as { readonly datacenterId: string };
    expect(await refusal(client.updateDatacenter(moved))).toBe("a data centre does not move");
    expect((await client.getDatacenter({ datacenterId })).properties?.location).toBe("de/fkb");
  });

  it("takes all that is in it along when it is deleted", async () => {
    const client = account.client();
    const { datacenterId, serverId, volumeId, lanId, nicId } = await furnish(client);
    await (await client.beginDeleteDatacenter({ datacenterId })).result(pace);
    for (const gone of [
      client.getDatacenter({ datacenterId }),
      client.getServer({ datacenterId, serverId }),
      client.getVolume({ datacenterId, volumeId }),
      client.getLan({ datacenterId, lanId }),
      client.getNic({ datacenterId, serverId, nicId }),
    ]) {
      expect(isNotFoundError(await failure(gone))).toBe(true);
    }
  });
});

describe("a program of a few lines", () => {
  it("finds a data centre by name: exact, in other letters, by the beginning, by a part", async () => {
    const client = account.client();
    for (const name of ["Prod", "prod", "Production", "old test", "Testing"]) {
      await client.createDatacenter({ properties: { name, location: "de/fra" } });
    }
    const found = async (name: string): Promise<string | null | undefined> =>
      (await findDatacenter(client, name)).properties?.name;
    expect(await found("prod")).toBe("prod");
    expect(await found("PRODUCTION")).toBe("Production");
    expect(await found("produ")).toBe("Production");
    expect(await found("TEST")).toBe("Testing");
    expect(await found("d test")).toBe("old test");
    await expect(found("PROD")).rejects.toThrow("PROD could be Prod or prod");
    await expect(found("nothing")).rejects.toThrow("there is no data centre nothing");
  });

  it("finds images of disks by place and part of the name", async () => {
    const names: (string | null | undefined)[] = [];
    for await (const { properties } of findImages(account.client(), "UBUNTU", "de/fkb")) names.push(properties?.name);
    // Neither the CD-ROM of that name nor the disk of that name elsewhere.
    expect(names).toEqual(["minimal-UBUNTU"]);
  });
});
