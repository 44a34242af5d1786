import { describe, expect, it } from "vitest";
import { CloudApiClient } from "@clientwright/cloudapi";
import { InputError, type Transport } from "@clientwright/runtime";
import { keySigner } from "@clientwright/runtime/keys";
import type { Twin } from "@clientwright/twin";
import { Datacenter } from "../../../specs/cloudapi/extras/datacenter.js";
import { joyentLocations, locationUrl, telefonicaLocations } from "../../../specs/cloudapi/extras/locations.js";
import { complaints, failure, makeKeys, meet } from "./support.js";

/*
 * Which address belongs to which location, and how one gets from one data centre to another. The hosts are made up: a
 * transport leads their addresses to twins.
 */

const login = "ada";
const signer = keySigner({ key: makeKeys().key, login });

/** What has been sent, with nobody there to answer. */
function nobody(): { readonly urls: string[]; readonly transport: Transport } {
  const urls: string[] = [];
  const transport: Transport = (url) => {
    urls.push(url);
    return Promise.reject(new TypeError("there is nobody"));
  };
  return { urls, transport };
}

/** Leads requests to the twins that stand for hosts. */
function hosts(twins: Readonly<Record<string, Twin>>): { readonly urls: string[]; readonly transport: Transport } {
  const urls: string[] = [];
  const transport: Transport = (url, request) => {
    urls.push(url);
    const { origin } = new URL(url);
    const twin = twins[origin];
    if (twin === undefined) throw new TypeError(`nobody is at ${origin}`);
    return twin.fetch(url.replace(origin, twin.url), request);
  };
  return { urls, transport };
}

describe("a location", () => {
  it.each([
    ["us-sw-1", "https://us-sw-1.api.joyentcloud.com", "a known name has its address"],
    ["cloudapi.lab.example.org", "https://cloudapi.lab.example.org", "a host with a dot is itself"],
    ["lab.example.org:8443", "https://lab.example.org:8443", "with its port"],
    ["localhost", "https://localhost", "so is this host"],
    ["eu-nowhere-7", "https://eu-nowhere-7.api.joyentcloud.com", "any other name is one of Joyent's hosts"],
  ])("is known, a host or a name of Joyent's: %s is %s, since %s", (location, wanted) => {
    expect(locationUrl(location)).toBe(wanted);
    expect(new Datacenter(CloudApiClient, { location, signer, login }).baseUrl).toBe(wanted);
  });

  it("is us-west-1 when nobody says another", () => {
    expect(locationUrl()).toBe("https://us-west-1.api.joyentcloud.com");
    expect(new Datacenter(CloudApiClient).location).toBe("us-west-1");
  });

  it("comes from a map of one's own, which replaces that of Joyent", () => {
    const known = { lab: "https://cloudapi.lab.example.org/", "us-west-1": "http://here.example.org:8080" };
    expect(locationUrl("lab", known)).toBe("https://cloudapi.lab.example.org");
    expect(locationUrl("us-west-1", known)).toBe("http://here.example.org:8080");
    expect(new Datacenter(CloudApiClient, { knownLocations: known }).knownLocations).toEqual(known);
    // What every object has is no data centre.
    expect(locationUrl("constructor", known)).toBe("https://constructor.api.joyentcloud.com");
  });

  it("may be one of Telefonica's, by the name of the data centre or of the city", () => {
    const london = "https://api-eu-lon-1.instantservers.telefonica.com";
    const madrid = "https://api-eu-mad-1.instantservers.telefonica.com";
    expect(telefonicaLocations).toEqual({ London: london, "eu-lon-1": london, Madrid: madrid, "eu-mad-1": madrid });
    const options = { location: "Madrid", knownLocations: telefonicaLocations };
    expect(new Datacenter(CloudApiClient, options).baseUrl).toBe(madrid);
  });

  it.each([
    "",
    "us west",
    "evil.example.org/us-west-1",
    "ada@evil.example.org",
    "lab?x",
    "https://lab.example.org",
    "..",
  ])("is not %j", (location) => {
    expect(() => locationUrl(location)).toThrow(InputError);
  });
});

describe("a data centre", () => {
  it("needs no option, takes all of the client's, and sends nothing when it is made", () => {
    const { urls, transport } = nobody();
    const plain = new Datacenter(CloudApiClient);
    expect([plain.location, plain.login]).toEqual(["us-west-1", "my"]);
    const headers = { "x-team": "blue" };
    const full = { location: "lab", knownLocations: { lab: "http://127.0.0.1:1" }, login, signer, headers, transport };
    expect(new Datacenter(CloudApiClient, full).client).toBeInstanceOf(CloudApiClient);
    expect(new CloudApiClient().settings.login).toBe("my");
    expect(urls).toEqual([]);
  });

  it("tells location, known locations, login, address and the account's address without a request", () => {
    const { urls, transport } = nobody();
    const {
      location,
      knownLocations,
      baseUrl,
      url,
      login: account,
      client,
    } = new Datacenter(CloudApiClient, {
      ...{ location: "eu-ams-1", login: "ada", signer, transport },
    });
    expect({ location, knownLocations, baseUrl, url, account }).toEqual({
      location: "eu-ams-1",
      knownLocations: joyentLocations,
      baseUrl: "https://eu-ams-1.api.joyentcloud.com",
      url: "https://eu-ams-1.api.joyentcloud.com/ada",
      account: "ada",
    });
    expect(client.settings).toMatchObject({ login: "ada", apiVersion: "~9||~8||~7" });
    expect(urls).toEqual([]);
  });

  it("has the address in front of every request: protocol and host, and after it the login", async () => {
    const { urls, transport } = nobody();
    const here = new Datacenter(CloudApiClient, { location: "lab.example.org", login, signer, transport });
    await failure(here.client.listKeys({ retry: { retries: 0 } }));
    await failure(here.client.ping({ retry: { retries: 0 } }));
    expect(urls[0]).toBe(`${here.url}/keys`);
    expect(urls.at(-1)).toBe(`${here.baseUrl}/--ping`);
    expect(new URL(here.baseUrl).origin).toBe(here.baseUrl);
  });

  it("learns its login from the account, and goes on under it", async () => {
    const { twin, keys, options } = await meet({ seed: { "/my": { id: "x", login, email: "ada@example.org" } } });
    const given = { transport: options.transport, location: "here", knownLocations: { here: twin.url } };
    const here = new Datacenter(CloudApiClient, { ...given, signer: keySigner({ key: keys.key, login }) });
    expect([here.login, here.url]).toEqual(["my", `${twin.url}/my`]);
    expect(await here.learnLogin()).toBe("ada");
    expect([here.login, here.url]).toEqual(["ada", `${twin.url}/ada`]);
    await here.client.listKeys();
    expect(twin.requests.map(({ target }) => target)).toEqual(["/my", "/ada/keys"]);
    // Where nobody is let in, nothing is learnt.
    const stranger = here.with({ signer, login: "my" });
    expect(await failure(stranger.learnLogin())).toMatchObject({ status: 401 });
    expect(stranger.login).toBe("my");
  });

  it("takes other credentials later, without a request", async () => {
    const { twin, options } = await meet();
    const wrong = keySigner({ key: makeKeys().key });
    const known = { location: "here", knownLocations: { here: twin.url } };
    const here = new Datacenter(CloudApiClient, { ...options, ...known, signer: wrong });
    expect(await failure(here.client.listKeys())).toMatchObject({ status: 401 });
    const better = here.with({ signer: options.signer });
    expect(twin.requests).toHaveLength(1);
    await expect(better.client.listKeys()).resolves.toBeInstanceOf(Array);
    expect([better.location, better.url]).toEqual([here.location, here.url]);
    // The first one is as it was.
    expect(await failure(here.client.listKeys())).toMatchObject({ status: 401 });
  });

  it("adds what the cloud says to its own map, which no other one sees", async () => {
    const found = { "us-west-1": "https://west.example.org", lab: "https://lab.example.org" };
    const { twin, options } = await meet({ seed: { "/my/datacenters": found } });
    const { transport } = hosts({ "https://us-west-1.api.joyentcloud.com": twin });
    const given = { login, signer: options.signer, transport };
    const [one, other] = [new Datacenter(CloudApiClient, given), new Datacenter(CloudApiClient, given)];
    expect(await one.learnLocations()).toEqual({ ...joyentLocations, ...found });
    expect(one.knownLocations).toEqual({ ...joyentLocations, ...found });
    expect(other.knownLocations).toEqual(joyentLocations);
    expect(Object.keys(joyentLocations)).not.toContain("lab");
    Object.assign(one.knownLocations, { mine: "https://mine.example.org" });
    expect(one.knownLocations).not.toHaveProperty("mine");
    expect(() => Object.assign(joyentLocations, { mine: "https://mine.example.org" })).toThrow(TypeError);
  });

  it("leads to another one with the same key, account and options, and asks for those that it does not know", async () => {
    const found = { west: "https://west.example.org", east: "https://east.example.org" };
    const west = await meet({ seed: { "/my/datacenters": found } });
    const east = await meet();
    const { urls, transport } = hosts({ [found.west]: west.twin, [found.east]: east.twin });
    const { signer: same } = west.options;
    const headers = { "x-team": "blue" };
    const options = { location: "west.example.org", knownLocations: {}, login, signer: same, headers, transport };
    const here = new Datacenter(CloudApiClient, options);
    const there = await here.datacenter("east");
    expect(urls).toEqual(["https://west.example.org/ada/datacenters"]);
    await there.client.listMachines();
    expect([there.location, there.url, there.knownLocations]).toEqual(["east", "https://east.example.org/ada", found]);
    expect(urls.at(-1)).toBe("https://east.example.org/ada/machines");
    expect(east.twin.requests.at(-1)).toMatchObject({ status: 200, headers: { "x-team": "blue" } });
    // A name that is known, and a host, are not asked for.
    await here.datacenter("east");
    expect((await here.datacenter("north.example.org")).baseUrl).toBe("https://north.example.org");
    expect(urls).toHaveLength(2);
    expect([...complaints(west.twin), ...complaints(east.twin)]).toEqual([]);
  });

  it("says which ones there are when it has none of a name", async () => {
    const { twin, options } = await meet({ seed: { "/my/datacenters": { lab: "https://lab.example.org" } } });
    const known = { here: twin.url };
    const here = new Datacenter(CloudApiClient, { ...options, location: "here", knownLocations: known });
    const error = await failure(here.datacenter("moon"));
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toContain('there is no data centre "moon"; known are here, lab');
  });

  it("equals another one when it is the same account in the same place", () => {
    const at = (location: string, account: string): unknown =>
      new Datacenter(CloudApiClient, { location, login: account, signer });
    const here = new Datacenter(CloudApiClient, { location: "us-west-1", login, signer });
    expect(here.equals(at("us-west-1", "ada"))).toBe(true);
    expect(here.equals(at("us-west-1.api.joyentcloud.com", "ada"))).toBe(true);
    expect(here.equals(at("us-west-1", "bob"))).toBe(false);
    expect(here.equals(at("us-east-1", "ada"))).toBe(false);
    expect(here.equals(here.url)).toBe(false);
  });
});
