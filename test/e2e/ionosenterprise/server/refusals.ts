import { datacenterOf, itemsOf, textsOf, wantedBy, type Asked, type Members, type Thing } from "./asked.js";

/*
 * What the service refuses according to its documentation, and a description of the API cannot say: rules that look at
 * several members at once, or at what is there already.
 */

/** Why a request is refused. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

type Rule = (asked: Asked) => Promise<string | undefined> | string | undefined;

/** Why the request is refused; undefined when it is not. */
export async function refusalOf(asked: Asked): Promise<Refusal | undefined> {
  if (await touchesForeignImage(asked)) return { status: 403, message: "the image is not yours" };
  for (const rule of rules) {
    const message = await rule(asked);
    if (message !== undefined) return { status: 422, message };
  }
  return undefined;
}

const rules: readonly Rule[] = [
  (asked) => firstOf(wantedBy(asked).volumes, (volume) => faultOfVolume(asked, volume)),
  (asked) => firstOf(wantedBy(asked).servers, (server) => faultOfServer(asked, server)),
  (asked) => firstOf(wantedBy(asked).nics, (nic) => faultOfAddresses(asked, nic["ips"])),
  (asked) => firstOf(wantedBy(asked).firewallrules, faultOfRule),
  ({ method, path, body }) =>
    method === "PATCH" && /^\/datacenters\/[^/]+$/.test(path) && "location" in body
      ? "a data centre does not move"
      : undefined,
  ({ method, path, body }) =>
    method === "PATCH" && /\/firewallrules\/[^/]+$/.test(path) && "protocol" in body
      ? "the protocol of a rule stays"
      : undefined,
  async (asked) => {
    const { method, path, body, read } = asked;
    if (method !== "PATCH" || !/\/servers\/[^/]+$/.test(path)) return undefined;
    return faultOfServer(asked, { ...(await read(path))?.properties, ...body });
  },
  async (asked) => {
    const { method, path, body, read } = asked;
    if (method !== "PATCH" || !/^\/datacenters\/[^/]+\/volumes\/[^/]+$/.test(path)) return undefined;
    if ("image" in body || "type" in body || "availabilityZone" in body) return "that cannot be changed";
    const { size, image, imageAlias } = (await read(path))?.properties ?? {};
    if (Number(body["size"] ?? size) < Number(size)) return "a volume cannot shrink";
    return "licenceType" in body && (await isOfficial(asked, image, imageAlias))
      ? "the licence comes with the image"
      : undefined;
  },
  async (asked) => {
    const { method, path, body } = asked;
    if (method !== "PATCH" || !("ips" in body) || !/\/nics\/[^/]+$/.test(path)) return undefined;
    const balancer = await balancerOf(asked, path);
    if (balancer !== undefined && textsOf(body["ips"])[0] !== balancer.properties?.["ip"])
      return "the first address is that of the load balancer";
    return faultOfAddresses(asked, body["ips"]);
  },
  async ({ method, path, body, read }) => {
    if (method !== "POST" || !/\/servers\/[^/]+\/volumes$/.test(path)) return undefined;
    const server = await read(path.replace(/\/volumes$/, ""));
    const volume = await read(`${datacenterOf(path)}/volumes/${String(body["id"])}`);
    return [server, volume].some((each) => each?.metadata?.["state"] === "BUSY") ? "it is still at work" : undefined;
  },
  ({ method, path, body }) => {
    if (!/^\/backupunits(\/[^/]+)?$/.test(path)) return undefined;
    const { name } = { ...(method === "PATCH" ? body : (body["properties"] as Members | undefined)) };
    return name !== undefined && !/^[A-Za-z0-9]+$/.test(String(name)) ? "a name is of letters and digits" : undefined;
  },
  ({ method, path, body }) =>
    method === "POST" &&
    /\/nodepools$/.test(path) &&
    Number((body["properties"] as Members | undefined)?.["storageSize"]) <= 10
      ? "the storage of a node is larger than 10 GB"
      : undefined,
];

async function firstOf(
  all: readonly Members[],
  fault: (one: Members) => Promise<string | undefined> | string | undefined,
): Promise<string | undefined> {
  for (const one of all) {
    const found = await fault(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function faultOfVolume(asked: Asked, volume: Members): Promise<string | undefined> {
  const { image, imageAlias, licenceType, imagePassword, sshKeys, type = "HDD", availabilityZone = "AUTO" } = volume;
  const sources = [image, imageAlias, licenceType].filter((source) => source !== undefined);
  if (sources.length !== 1) return "one of image, imageAlias and licenceType is needed";
  const hasWayIn = imagePassword !== undefined || sshKeys !== undefined;
  if ((await isOfficial(asked, image, imageAlias)) !== hasWayIn)
    return hasWayIn ? "no password and no keys without an image of ours" : "our images need a password or keys";
  return type !== "HDD" && availabilityZone !== "AUTO" ? "only hard disks have a zone" : undefined;
}

async function faultOfServer({ path, read }: Asked, server: Members): Promise<string | undefined> {
  const bootVolume = server["bootVolume"] as Thing | null | undefined;
  const bootCdrom = server["bootCdrom"] as Thing | null | undefined;
  if (bootVolume && bootCdrom) return "it boots from a volume or from a CD-ROM";
  const volume = bootVolume && (await read(`${datacenterOf(path)}/volumes/${bootVolume.id}`));
  return volume?.properties?.["ramHotPlug"] === true && Number(server["ram"]) < 1024
    ? "hot plugging of memory takes 1024 MB"
    : undefined;
}

function faultOfRule({ protocol, portRangeStart, portRangeEnd, icmpType, icmpCode }: Members): string | undefined {
  const isSet = (...values: readonly unknown[]): boolean => values.some((value) => (value ?? null) !== null);
  if (isSet(portRangeStart, portRangeEnd) && protocol !== "TCP" && protocol !== "UDP") return "no ports here";
  return isSet(icmpType, icmpCode) && protocol !== "ICMP" ? "no ICMP here" : undefined;
}

/** Addresses are private ones, or reserved at the place of the data centre. */
async function faultOfAddresses(asked: Asked, ips: unknown): Promise<string | undefined> {
  const isPrivate = (ip: string): boolean => /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.)/.test(ip);
  const open = textsOf(ips).filter((ip) => !isPrivate(ip));
  if (open.length === 0) return undefined;
  const { location } = (await asked.read(datacenterOf(asked.path) ?? ""))?.properties ?? {};
  const blocks = await itemsOf(asked, "/ipblocks");
  const here = blocks.filter(({ properties }) => properties?.["location"] === location);
  const reserved = here.flatMap(({ properties }) => textsOf(properties?.["ips"]));
  return open.every((ip) => reserved.includes(ip)) ? undefined : "an address is not reserved here";
}

/** Whether an image is one of the vendor's, which everybody may use. Only those have short names. */
async function isOfficial({ read }: Asked, image: unknown, alias: unknown): Promise<boolean> {
  if ((alias ?? null) !== null) return true;
  return typeof image === "string" && (await read(`/images/${image}`))?.properties?.["public"] === true;
}

async function touchesForeignImage({ method, path, read }: Asked): Promise<boolean> {
  if (!/^(PATCH|DELETE)$/.test(method) || !/^\/images\/[^/]+$/.test(path)) return false;
  return (await read(path))?.properties?.["public"] === true;
}

/** The load balancer that a NIC takes part in. */
async function balancerOf(asked: Asked, path: string): Promise<Thing | undefined> {
  const nicId = path.split("/").at(-1);
  const base = `${datacenterOf(path)}/loadbalancers`;
  for (const balancer of await itemsOf(asked, base)) {
    const members = await itemsOf(asked, `${base}/${balancer.id}/balancednics`);
    if (members.some(({ id }) => id === nicId)) return balancer;
  }
  return undefined;
}
