import { describe, expect, it } from "vitest";
import type { Dataset, Network, Package } from "@clientwright/cloudapi";
import { InputError } from "@clientwright/runtime";
import {
  datasetSearchFields,
  defaultPackage,
  networkSearchFields,
  searchDatasets,
  searchNetworks,
} from "../../../specs/cloudapi/extras/search.js";
import { complaints, linesOf, meet } from "./support.js";

const datasets: readonly Dataset[] = [
  { id: "1", name: "smartos", urn: "sdc:sdc:smartos:1.3.12", description: "With Node.js in it" },
  { id: "2", name: "nodejs", urn: "sdc:sdc:nodejs:1.1.3" },
  { id: "3", name: "ubuntu", urn: "sdc:jpc:ubuntu-10.04:1.0.1", description: "A nodejs-free server", os: "linux" },
  { id: "4", name: "nodeless" },
];
const idsOf = (found: readonly { readonly id: string }[]): string => found.map(({ id }) => id).join(" ");

describe("a search among datasets", () => {
  it("finds an expression anywhere in the description or the URN, whatever the capitals", () => {
    expect(idsOf(searchDatasets(datasets, "NODE\\.?js"))).toBe("1 2 3");
    expect(idsOf(searchDatasets(datasets, "^sdc:sdc:"))).toBe("1 2");
    expect(idsOf(searchDatasets(datasets, "smart|ubuntu"))).toBe("1 3");
    expect(searchDatasets(datasets, "nowhere")).toEqual([]);
  });

  it("looks in the fields that it is told", () => {
    expect(idsOf(searchDatasets(datasets, "node", ["name"]))).toBe("2 4");
    expect(idsOf(searchDatasets(datasets, "linux|nodejs", ["os", "name"]))).toBe("2 3");
  });

  it("takes a field that is missing for an empty one", () => {
    expect(idsOf(searchDatasets(datasets, "^$"))).toBe("2 4");
    expect(idsOf(searchDatasets(datasets, "undefined|null"))).toBe("");
  });

  it("without an expression gives the whole list, in a list of its own", () => {
    const all = searchDatasets(datasets);
    expect(all).toEqual(datasets);
    expect(all).not.toBe(datasets);
  });

  it("takes an expression as it is, and is the same each time", () => {
    const expression = /node/g;
    expect(idsOf(searchDatasets(datasets, expression))).toBe("2 3");
    expect(idsOf(searchDatasets(datasets, expression))).toBe("2 3");
    expect(() => searchDatasets(datasets, "(")).toThrow(InputError);
  });

  it("DatasetSearchField: the fields in which it looks", () => {
    expect(datasetSearchFields).toEqual(["description", "urn"]);
    const other: Dataset = { id: "5", name: "found", os: "found", version: "found" };
    for (const field of datasetSearchFields)
      expect(idsOf(searchDatasets([{ ...other, [field]: "found" } satisfies Dataset], "found"))).toBe("5");
    expect(searchDatasets([other], "found")).toEqual([]);
  });

  it("works on what the server has answered", async () => {
    const { twin, client } = await meet();
    const found = searchDatasets(await client.listDatasets(), "NODEJS");
    expect(found.map(({ urn }) => urn)).toEqual(["sdc:sdc:nodejs:1.1.3"]);
    // The server is asked for all of them.
    expect(linesOf(twin)).toEqual(["GET /ada/datasets"]);
    expect(complaints(twin)).toEqual([]);
  });
});

describe("a search among networks", () => {
  const networks: readonly Network[] = [
    { id: "1", name: "Joyent-SDC-Public", public: true },
    { id: "2", name: "Joyent-SDC-Private", public: false, description: "public within" },
    { id: "3", name: "lab", public: false },
  ];

  it("finds an expression in the name, unless it is told to look elsewhere", () => {
    expect(idsOf(searchNetworks(networks, "public"))).toBe("1");
    expect(idsOf(searchNetworks(networks, "public", ["name", "description"]))).toBe("1 2");
    expect(idsOf(searchNetworks(networks, "false", ["public"]))).toBe("2 3");
    expect(idsOf(searchNetworks(networks))).toBe("1 2 3");
  });

  it("NetworkSearchField: the field in which it looks", () => {
    expect(networkSearchFields).toEqual(["name"]);
  });

  it("works on what the server has answered", async () => {
    const { twin, client } = await meet({ seed: { "/my/networks": [{ id: idOfLab, name: "lab", public: false }] } });
    expect(idsOf(searchNetworks(await client.listNetworks(), "^L"))).toBe(idOfLab);
    expect(linesOf(twin)).toEqual(["GET /ada/networks"]);
  });
});

const idOfLab = "11111111-1111-4111-8111-111111111111";

describe("the default package", () => {
  const sized = { memory: 128, disk: 12_288, swap: 256 };
  const plain: Package = { name: "plain", ...sized };

  it.each([true, "true"])("is the first whose default is %j", (value) => {
    const packages: readonly Package[] = [
      plain,
      { ...plain, default: "false" },
      { ...sized, name: "usual", default: value },
    ];
    const another: Package = { ...sized, name: "second", default: true };
    expect(defaultPackage([...packages, another])?.name).toBe("usual");
  });

  it("is undefined where there is none", () => {
    expect(defaultPackage([])).toBeUndefined();
    expect(defaultPackage([plain, { ...plain, default: false }, { ...plain, default: "false" }])).toBeUndefined();
  });

  it("is found among all packages of the server", async () => {
    const { twin, client } = await meet({ seed: { "/my/packages": [{ ...sized, name: "usual", default: true }] } });
    expect(defaultPackage(await client.listPackages())?.name).toBe("usual");
    expect(linesOf(twin)).toEqual(["GET /ada/packages"]);
  });
});
