import { describe, expect, it } from "vitest";
import type { NewVolumeProperties } from "@clientwright/ionosenterprise";
import { isForbiddenError } from "@clientwright/runtime";
import { furnish, images, onlyImages } from "../../support/ionosenterprise-world.js";
import { complaints, failure, pace, refusal, useIonos } from "./support.js";

const account = useIonos({ seed: onlyImages });
const own = String(images.own["id"]);
const official = String(images.debian["id"]);
const sshKeys = ["ssh-ed25519 AAAA… me@laptop"];
// With a zero, which the documentation forbids and then uses itself.
const imagePassword = "s3cr3tpass0rd";

/** Makes a volume of 10 GB in a new data centre. */
async function create(properties: Partial<NewVolumeProperties>): Promise<unknown> {
  const client = account.client();
  const { datacenterId } = await furnish(client);
  return client.createVolume({ datacenterId, properties: { size: 10, ...properties } });
}

describe("an image", () => {
  it("of the vendor cannot be changed or deleted, one of one's own can", async () => {
    const client = account.client();
    expect(isForbiddenError(await failure(client.updateImage({ imageId: official, name: "mine" })))).toBe(true);
    expect(isForbiddenError(await failure(client.deleteImage({ imageId: official })))).toBe(true);
    await client.updateImage({ imageId: own, name: "mine" });
    expect((await client.getImage({ imageId: own })).properties?.name).toBe("mine");
    await (await client.beginDeleteImage({ imageId: own })).result(pace);
    const left = (await client.paginateImages().toArray()).map(({ id }) => id);
    expect(left).toContain(official);
    expect(left).not.toContain(own);
  });
});

describe("a new volume", () => {
  it("is made from an image, by a short name, or empty with a licence", async () => {
    expect(await create({ image: official, sshKeys })).toMatchObject({ properties: { image: official } });
    expect(await create({ imageAlias: "ubuntu:latest", sshKeys })).toMatchObject({
      properties: { imageAlias: "ubuntu:latest", image: null },
    });
    expect(await create({ licenceType: "LINUX" })).toMatchObject({ properties: { licenceType: "LINUX", image: null } });
  });

  it.each([
    ["none of them", {}],
    ["an image and a licence", { image: own, licenceType: "LINUX" }],
    ["two images", { image: own, imageAlias: "ubuntu:latest" }],
  ] as const)("is refused with %s", async (_, properties) => {
    expect(await refusal(create(properties))).toBe("one of image, imageAlias and licenceType is needed");
  });

  it("takes a password or keys with an image of the vendor, and never otherwise", async () => {
    for (const way of [{ imagePassword }, { sshKeys }, { imagePassword, sshKeys }]) {
      const made = await create({ image: official, ...way });
      // Both are for writing only.
      expect(made).toMatchObject({ properties: { imagePassword: null, sshKeys: null } });
      expect(await refusal(create({ image: own, ...way }))).toBe("no password and no keys without an image of ours");
      expect(await refusal(create({ licenceType: "LINUX", ...way }))).toMatch(/^no password and no keys/);
    }
    expect(await refusal(create({ image: official }))).toBe("our images need a password or keys");
  });

  it.each([7, 51])("takes no password of %i characters", async (length) => {
    const call = create({ image: official, imagePassword: "a".repeat(length) });
    expect(await complaints(call)).toEqual([expect.stringMatching(/^properties\.imagePassword must NOT have/)]);
  });

  it.each(["s3cr3tpass0rd", "with-i-l-o-w-y-z-0-1", "aaaaaaaa", "A".repeat(50)])(
    "sends the password %s as it is, without a look at its letters",
    async (password) => {
      await create({ image: official, imagePassword: password });
      expect(account.last().body).toMatchObject({ properties: { imagePassword: password } });
    },
  );

  it("has a zone on hard disks only; others leave it out or say AUTO", async () => {
    const licenceType = "LINUX";
    expect(await create({ licenceType, type: "HDD", availabilityZone: "ZONE_3" })).toMatchObject({
      properties: { availabilityZone: "ZONE_3" },
    });
    expect(await refusal(create({ licenceType, type: "SSD", availabilityZone: "ZONE_3" }))).toBe(
      "only hard disks have a zone",
    );
    await create({ licenceType, type: "SSD", availabilityZone: "AUTO" });
    await create({ licenceType, type: "SSD" });
    expect(account.last().body).toEqual({ properties: { size: 10, licenceType, type: "SSD" } });
  });

  it("is a VirtIO hard disk without an image unless told otherwise, which the client leaves to the server", async () => {
    const made = await create({ licenceType: "UNKNOWN" });
    expect(account.last().body).toEqual({ properties: { size: 10, licenceType: "UNKNOWN" } });
    expect(made).toMatchObject({
      properties: { bus: "VIRTIO", type: "HDD", image: null, imageAlias: null, licenceType: "UNKNOWN" },
    });
  });

  it("needs a size, and of the rest only what tells where it comes from", async () => {
    await create({ imageAlias: "ubuntu:latest", imagePassword });
    await create({ licenceType: "OTHER" });
    const client = account.client();
    const { datacenterId } = await furnish(client);
    const nothing = { licenceType: "OTHER" } as NewVolumeProperties;
    expect(await complaints(client.createVolume({ datacenterId, properties: nothing }))).toEqual([
      "properties.size is required",
    ]);
  });
});

describe("a volume", () => {
  it("can grow, and cannot shrink", async () => {
    const client = account.client();
    const { datacenterId, volumeId } = await furnish(client);
    await (await client.beginUpdateVolume({ datacenterId, volumeId, size: 25 })).result(pace);
    expect(await refusal(client.updateVolume({ datacenterId, volumeId, size: 24 }))).toBe("a volume cannot shrink");
    const { properties } = await client.getVolume({ datacenterId, volumeId });
    expect(properties?.size).toBe(25);
  });

  it.each([{ image: own }, { type: "SSD" }, { availabilityZone: "ZONE_1" }])(
    "keeps its image, type and zone: the service refuses %j",
    async (change) => {
      const client = account.client();
      const { datacenterId, volumeId } = await furnish(client);
      // The types know of none of them here, so it takes a detour to send one.
      const changes = { datacenterId, volumeId, ...change };
      expect(await refusal(client.updateVolume(changes))).toBe("that cannot be changed");
      expect(account.last().body).toEqual(change);
    },
  );

  it("keeps the licence of an image of the vendor, and may change any other", async () => {
    const client = account.client();
    const { datacenterId, volumeId } = await furnish(client);
    await client.updateVolume({ datacenterId, volumeId, licenceType: "WINDOWS" });
    expect((await client.getVolume({ datacenterId, volumeId })).properties?.licenceType).toBe("WINDOWS");
    const properties = { size: 10, image: official, sshKeys };
    const { id } = await client.createVolume({ datacenterId, properties });
    expect(await refusal(client.updateVolume({ datacenterId, volumeId: id, licenceType: "OTHER" }))).toBe(
      "the licence comes with the image",
    );
    await client.updateVolume({ datacenterId, volumeId: id, name: "renamed" });
  });
});

describe("a snapshot", () => {
  it("is restored onto a volume, or used as the image of a new one", async () => {
    const client = account.client();
    const { datacenterId, volumeId } = await furnish(client);
    const taking = await client.beginCreateSnapshot({ datacenterId, volumeId, name: "before" });
    const { id: snapshotId } = await taking.result(pace);
    await (await client.beginRestoreSnapshot({ datacenterId, volumeId, snapshotId })).result(pace);
    const restored = account.server.calls.find(({ target }) => target.includes("/restore-snapshot"));
    expect(restored).toMatchObject({ method: "POST", body: `snapshotId=${snapshotId}` });

    const creation = await client.beginCreateVolume({ datacenterId, properties: { size: 10, image: snapshotId } });
    const made = await creation.result(pace);
    expect(made.properties?.image).toBe(snapshotId);
    expect(made.metadata?.state).toBe("AVAILABLE");
  });
});
