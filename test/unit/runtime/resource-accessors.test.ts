import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { NotLoadedError, Resource, type Client, type ResourceKind } from "@clientwright/runtime";

const client: Client = { send: () => Promise.reject(new Error("not by this way")) };

describe("a resource with attributes that its class only declares", () => {
  interface Region {
    id: string;
    country: string;
    order: number;
    label: string;
  }
  const declaring: ResourceKind = {
    name: "RegionResource",
    readOnly: ["id", "country", "order"],
    settable: ["label"],
  };
  class RegionResource extends Resource<Region, { label?: string }, { regionId: string }> {
    declare readonly country: string;
    declare readonly order: number;
    declare label: string;
    saved: unknown[] = [];

    constructor(regionId: string, known?: Partial<Region>) {
      super(client, declaring, { regionId }, known as Region | undefined);
      Object.defineProperty(this, "saved", { enumerable: false });
    }
    get id(): string {
      return this.attribute("id", this.identity.regionId);
    }
    async save(): Promise<this> {
      return this.saveWith(async (changes) => void this.saved.push(changes));
    }
    protected override readFromService(): Promise<Region> {
      return Promise.resolve({ id: "eu-west", country: "gb", order: 1, label: "London" });
    }
  }

  test("has getters of them that send nothing", async () => {
    const region = new RegionResource("eu-west");
    expect(() => region.country).toThrow(NotLoadedError);
    expect(() => region.country).toThrow(/RegionResource.country is not loaded/);
    expect((await region.load()).country).toBe("gb");
    expect(region.order).toBe(1);
    expect(() => Object.assign(region, { country: "fr" })).toThrow(new TypeError("country can only be read"));
    expect(region.changes).toEqual({});
  });

  test("has setters of the others, and saves what they are given", async () => {
    const region = new RegionResource("eu-west", { label: "London" });
    region.label = "Cardiff";
    expect(region.label).toBe("Cardiff");
    expect(region.changes).toEqual({ label: "Cardiff" });
    await region.save();
    expect(region.saved).toEqual([{ label: "Cardiff" }]);
    expect(region.changes).toEqual({});
    expect(region.label).toBe("Cardiff");
  });

  test("keeps them off the object, and a getter of the class as it is", () => {
    const region = new RegionResource("eu-west", { country: "gb" });
    expect(Object.keys(region)).toEqual(["identity"]);
    expect(inspect(region)).toBe("RegionResource { regionId: 'eu-west', country: 'gb' }");
    expect(region.id).toBe("eu-west");
    expect(Object.hasOwn(RegionResource.prototype, "country")).toBe(true);
    expect(Object.hasOwn(Resource.prototype, "country")).toBe(false);
  });

  test("reads those that a list has left out", async () => {
    const region = new RegionResource("eu-west", { country: "gb" });
    expect((await region.load()).order).toBe(1);
  });

  test("has them in classes derived from it as well", async () => {
    class Place extends RegionResource {
      get place(): string {
        return `${this.id}, ${this.country.toUpperCase()}`;
      }
    }
    expect(new Place("eu-west", { country: "gb" }).place).toBe("eu-west, GB");
    expect(Object.hasOwn(Place.prototype, "country")).toBe(false);
    expect((await new Place("eu-west").load()).order).toBe(1);
  });
});
