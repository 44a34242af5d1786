import { datacenterOf, itemsOf, textsOf, wantedBy, type Asked, type Members, type Thing } from "./asked.js";

/*
 * What the service does by itself according to its documentation: values for what was left out, LANs that a NIC asks
 * for, addresses that come and go.
 */

/** What the kinds of things get where a request leaves it out. */
const usual: Readonly<Record<string, Members>> = {
  servers: { cpuFamily: "AMD_OPTERON" },
  volumes: { bus: "VIRTIO", type: "HDD" },
  nics: { dhcp: true },
};

/** A body with what the service adds. */
export function completed(method: string, path: string, body: Members): Members {
  if (method !== "POST") return body;
  const complete = (kind: string, thing: Thing): Thing => {
    const { properties, entities } = thing;
    if (properties === undefined) return thing;
    const inner = Object.entries(entities ?? {}).map(([name, { items = [] }]) => {
      return [name, { items: items.map((item) => complete(name, item)) }] as const;
    });
    return {
      ...thing,
      properties: { ...usual[kind], ...properties },
      ...(entities && { entities: Object.fromEntries(inner) }),
    };
  };
  return { ...complete(path.split("/").at(-1) ?? "", body) };
}

/** Looks at what is there before the request is carried out, and gives what to do after it. */
export async function deedsOf(asked: Asked): Promise<(made: Thing) => Promise<void>> {
  const { method, path } = asked;
  const server = /^\/datacenters\/[^/]+\/servers\/[^/]+/.exec(path)?.[0] ?? "";
  if (method === "DELETE" && /\/servers\/[^/]+\/volumes\/[^/]+$/.test(path)) {
    const volume = await asked.read(`${datacenterOf(path)}/volumes/${path.split("/").at(-1)}`);
    if (volume?.properties?.["discVirtioHotUnplug"] === true) return nothing;
    return () => asked.act("POST", `${server}/reboot`);
  }
  if (path.endsWith("/stop")) return () => readdress(asked, server, () => []);
  if (path.endsWith("/start")) return () => readdress(asked, server, nextAddress);
  if (method === "POST" && path === "/ipblocks") return async (made) => reserve(asked, made);
  if (/\/loadbalancers(\/|$)/.test(path) && method !== "GET" && method !== "DELETE") return () => inherit(asked);
  const lans = wantedBy(asked).nics.map(({ lan }) => Number(lan));
  if (lans.length === 0) return nothing;
  return async (made) => {
    const datacenter = datacenterOf(path) ?? `/datacenters/${made.id}`;
    await makeLans(asked, datacenter, Math.max(...lans));
    const isOne = path.endsWith("/nics");
    if (isOne) await readdress(asked, server, nextAddress, made.id);
  };
}

const nothing = async (): Promise<void> => undefined;

let count = 0;
/** A public address of those that are for documentation only. */
const nextAddress = (): readonly string[] => [`203.0.113.${(count++ % 254) + 1}`];

/** The addresses of a block stay the same as long as it is there. */
function reserve({ body, grant }: Asked, { id = "" }: Thing): void {
  const { size } = body["properties"] as Members;
  grant(id, { ips: Array.from({ length: Number(size) }, nextAddress).flat() });
}

/** The NICs of a server that get a public address by DHCP get another one, or none. */
async function readdress(
  asked: Asked,
  server: string,
  give: () => readonly string[],
  only?: string | undefined,
): Promise<void> {
  const isPublic = async (lan: unknown): Promise<boolean> =>
    (await asked.read(`${datacenterOf(server)}/lans/${String(lan)}`))?.properties?.["public"] === true;
  for (const { id, properties } of await itemsOf(asked, `${server}/nics`)) {
    if (only !== undefined && id !== only) continue;
    if (properties?.["dhcp"] !== true || !(await isPublic(properties["lan"]))) continue;
    await asked.act("PATCH", `${server}/nics/${id}`, { ips: give() });
  }
}

/** NICs behind a load balancer have its address. */
async function inherit(asked: Asked): Promise<void> {
  const datacenter = datacenterOf(asked.path);
  for (const { id, properties } of await itemsOf(asked, `${datacenter}/loadbalancers`)) {
    if (typeof properties?.["ip"] !== "string") continue;
    const members = await itemsOf(asked, `${datacenter}/loadbalancers/${id}/balancednics`);
    const taking = new Set(members.map((nic) => nic.id));
    for (const server of await itemsOf(asked, `${datacenter}/servers`)) {
      const base = `${datacenter}/servers/${server.id}/nics`;
      for (const nic of await itemsOf(asked, base)) {
        if (!taking.has(nic.id)) continue;
        const [, ...others] = textsOf(nic.properties?.["ips"]);
        await asked.act("PATCH", `${base}/${nic.id}`, { ips: [properties["ip"], ...others] });
      }
    }
  }
}

/** LANs that are asked for come into being, as private ones. They are numbered from 1 on. */
async function makeLans(asked: Asked, datacenter: string, last: number): Promise<void> {
  const known = new Set((await itemsOf(asked, `${datacenter}/lans`)).map(({ id }) => Number(id)));
  for (let lan = 1; lan <= last; lan++) {
    if (!known.has(lan)) await asked.act("POST", `${datacenter}/lans`, { properties: { public: false } });
  }
}

/** A copy without what is for writing only, and always null when it is read. */
export function withoutSecrets<T>(value: T): T {
  const hide = (name: string, member: unknown): unknown => (/^(imagePassword|sshKeys)$/.test(name) ? null : member);
  return JSON.parse(JSON.stringify(value), hide) as T;
}
