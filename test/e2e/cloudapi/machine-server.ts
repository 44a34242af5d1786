import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/*
 * A server with one machine, made of what twins leave out: it has no address before it runs, shows its passwords to those
 * who ask only, forgets single keys of its metadata, and starts from a snapshot. It checks no signatures.
 */

export interface MachineServer {
  readonly url: string;
  /** The requests, as `METHOD /path?query`, and after a blank the body if there was one. */
  readonly lines: string[];
  /** What the machine is, to be looked at and to be changed. */
  readonly machine: MachineState;
}

export interface MachineState {
  state: string;
  /** The states to come, one with each look at the machine. */
  readonly next: string[];
  ips: string[];
  /** The addresses that it gets when it runs. */
  readonly given: readonly string[];
  updated: string | undefined;
  readonly metadata: Map<string, string>;
  readonly passwords: Readonly<Record<string, string>>;
  readonly tags: Map<string, string | number | boolean>;
  /** Per snapshot the states that are still to come; the first is the present one. */
  readonly snapshots: Map<string, string[]>;
}

export const machineId = "75cfe125-a5ce-49e8-82ac-09aa31ffdf26";
const created = "2011-06-27T23:50:49.000Z";

type Answer = readonly [status: number, body?: unknown];

/** Starts the server; it stops with the test. */
export async function serveMachine(more: Partial<MachineState> = {}): Promise<MachineServer> {
  const machine: MachineState = {
    ...{ state: "running", next: [], ips: [], given: ["10.88.88.26", "165.225.130.9"], updated: undefined },
    ...{ metadata: new Map(), passwords: {}, tags: new Map(), snapshots: new Map() },
    ...more,
  };
  const lines: string[] = [];
  const server = createServer((request, response) => {
    void textOf(request).then((body) => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://machine.invalid");
      lines.push([`${request.method} ${request.url}`, body].filter(Boolean).join(" "));
      const [status, value] = answer(machine, `${request.method} ${pathname}`, searchParams, body);
      response.writeHead(status, value === undefined ? {} : { "content-type": "application/json" });
      response.end(value === undefined ? undefined : JSON.stringify(value));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, lines, machine };
}

function answer(machine: MachineState, call: string, query: URLSearchParams, body: string): Answer {
  const [, method, rest = ""] = new RegExp(`^(\\w+) /ada/machines(?:/${machineId}(/.*)?)?$`).exec(call) ?? [];
  const [, kind = "", name] = rest.split("/").map(decodeURIComponent);
  const sent = (body === "" ? {} : JSON.parse(body)) as Readonly<Record<string, string>>;
  const withPasswords = query.get("credentials") === "true";
  if (call === "POST /ada/machines") return create(machine, sent);
  if (method === undefined) return [404, { code: "ResourceNotFound", message: `nothing is at ${call}` }];
  if (kind === "metadata") return ofMap(machine.metadata, method, name, sent, () => metadataOf(machine, withPasswords));
  if (kind === "tags") return ofMap(machine.tags, method, name, sent, () => Object.fromEntries(machine.tags));
  if (kind === "snapshots") return ofSnapshots(machine, method, name, sent);
  if (method === "GET") return look(machine, withPasswords);
  if (query.get("action") === "stop") return (machine.next.push("stopping", "stopped"), [202]);
  return [400, { code: "InvalidArgument", message: `nobody knows ${call}` }];
}

function create(machine: MachineState, sent: Readonly<Record<string, string>>): Answer {
  for (const [key, value] of Object.entries(sent)) {
    if (key.startsWith("metadata.")) machine.metadata.set(key.slice("metadata.".length), value);
    if (key.startsWith("tag.")) machine.tags.set(key.slice("tag.".length), value);
  }
  machine.state = "provisioning";
  machine.ips = [];
  machine.next.push("provisioning", "running");
  // Generated passwords are in the reply to the one who has made the machine.
  return [201, shown(machine, true)];
}

/** A look at the machine; it goes on to its next state. */
function look(machine: MachineState, withPasswords: boolean): Answer {
  const next = machine.next.shift();
  if (next !== undefined) machine.state = next;
  if (machine.state === "running" && machine.ips.length === 0) machine.ips = [...machine.given];
  return [200, shown(machine, withPasswords)];
}

function shown(machine: MachineState, withPasswords: boolean): object {
  const { state, ips, updated, tags } = machine;
  return {
    ...{ id: machineId, name: "web1", type: "smartmachine", memory: 128, disk: 5120, created, state, ips },
    ...(updated !== undefined && { updated }),
    metadata: metadataOf(machine, withPasswords),
    tags: Object.fromEntries(tags),
  };
}

function metadataOf({ metadata, passwords }: MachineState, withPasswords: boolean): object {
  return { ...Object.fromEntries(metadata), ...(withPasswords && { credentials: passwords }) };
}

function ofMap<Value>(
  map: Map<string, Value>,
  method: string,
  name: string | undefined,
  sent: Readonly<Record<string, Value>>,
  all: () => object,
): Answer {
  if (name !== undefined && !map.has(name)) return [404, { code: "ResourceNotFound", message: `${name} is not there` }];
  if (method === "GET") return [200, name === undefined ? all() : map.get(name)];
  if (method === "DELETE") {
    if (name === undefined) map.clear();
    else map.delete(name);
    return [204];
  }
  if (method === "PUT") map.clear();
  for (const [key, value] of Object.entries(sent)) map.set(key, value);
  return [200, all()];
}

function ofSnapshots(
  { snapshots, next }: MachineState,
  method: string,
  name: string | undefined,
  sent: Readonly<Record<string, string>>,
): Answer {
  const shownOne = (key: string): object => ({ name: key, state: snapshots.get(key)?.[0], created, updated: created });
  if (name === undefined) {
    if (method === "GET") return [200, [...snapshots.keys()].map(shownOne)];
    snapshots.set(sent["name"] ?? "", ["queued", "created"]);
    return [201, shownOne(sent["name"] ?? "")];
  }
  const states = snapshots.get(name);
  if (states === undefined) return [404, { code: "ResourceNotFound", message: `${name} is not there` }];
  if (method === "DELETE") return (snapshots.delete(name), [204]);
  if (method === "POST") return (next.push("running"), [202]);
  const seen = shownOne(name);
  if (states.length > 1) states.shift();
  return [200, seen];
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
