import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseFault, type Fault } from "./serve/faults.js";
import { SpecError } from "./spec/load.js";
import { startTwin, type Twin, type TwinOptions } from "./twin.js";

/** What the command line talks to. */
export interface TwinIo {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** When it is aborted the twins stop. */
  readonly signal: AbortSignal;
  /** Finds the document of an API that goes by a name; undefined when the name is none. */
  readonly find?: (name: string) => string | undefined;
}

const usage = `Usage: clientwright twin SPEC… [options]

Starts a local server for each spec: a file, a folder, or the name of an API.

  --port N         listen there, and on the ports after it for further specs (default: any)
  --host NAME      listen on this address (default: 127.0.0.1)
  --seed FILE      begin with the things in this YAML or JSON file; "empty" for nothing
  --speed N        let the clock run N times as fast
  --fault TEXT     let something go wrong: "createServer,status=503,times=2"; may be repeated
  --faults FILE    a JSON file with a list of faults
  --record FILE    append requests and replies, without secrets, to this file
  --replay FILE    answer from such a file
  --snapshot FILE  begin from this file when it is there, and save there at the end
  --token TEXT     a token that is let in; may be repeated (default: twin-token)
  --user NAME:PASSWORD  a user who is let in; may be repeated (default: twin:twin)
  --key FILE       a public SSH key that may sign requests; may be repeated
  --open           let everybody in
`;

/** Runs \`clientwright twin\` until it is told to stop, and gives the exit code. */
export async function main(argv: readonly string[], io: TwinIo): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(argv);
  } catch (error) {
    io.error(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  const { values, positionals } = parsed;
  if (values.help) {
    io.out(usage);
    return 0;
  }
  if (positionals.length === 0) {
    io.error(`Say which API.\n\n${usage}`);
    return 2;
  }
  const twins: Twin[] = [];
  try {
    for (const [index, spec] of positionals.entries()) {
      const twin = await startTwin(found(spec, io), optionsOf(values, index, positionals.length));
      twins.push(twin);
      io.out(`${twin.title}\n  API   ${twin.url}\n  Page  ${twin.origin}/\n`);
    }
    for (const fault of faultsOf(values)) {
      const struck = twins.filter(({ operations }) => fault.operation === undefined || operations.has(fault.operation));
      if (struck.length === 0) throw new TypeError(`No API here has an operation ${fault.operation ?? ""}.`);
      for (const twin of struck) twin.fault(fault);
    }
    if (!values.open) io.out(`Sign in with ${described(values)}. Ctrl-C stops.\n`);
    await new Promise<void>((resolve) =>
      io.signal.aborted ? resolve() : io.signal.addEventListener("abort", () => resolve(), { once: true }),
    );
    return 0;
  } catch (error) {
    io.error(`${(error as Error).message}\n`);
    return 1;
  } finally {
    await Promise.all(twins.map((twin) => twin.close()));
  }
}

type Values = ReturnType<typeof parse>["values"];

// The type is what parseArgs makes of the options, which cannot be written better by hand.
function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...{ port: { type: "string" }, host: { type: "string" }, seed: { type: "string" }, speed: { type: "string" } },
      ...{
        fault: { type: "string", multiple: true },
        faults: { type: "string" },
        record: { type: "string" },
        replay: { type: "string" },
      },
      ...{
        snapshot: { type: "string" },
        token: { type: "string", multiple: true },
        user: { type: "string", multiple: true },
      },
      ...{ key: { type: "string", multiple: true }, open: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    },
  } as const);
}

/** The document that is meant: of an API that is known by this name, or a file. */
function found(spec: string, io: TwinIo): string {
  const isName = /^[\w-]+$/.test(spec);
  const known =
    (isName ? io.find?.(spec) : undefined) ??
    (isName && !existsSync(spec) ? join("specs", spec, "openapi.yaml") : spec);
  if (!existsSync(known)) throw new SpecError(`There is no spec ${spec}.`);
  return known;
}

function optionsOf(values: Values, index: number, count: number): TwinOptions {
  const port = values.port === undefined ? 0 : wholeNumber(values.port, "--port");
  const suffix = count > 1 ? `.${index + 1}` : "";
  const keys = values.key?.map((file) => ({ publicKey: readFileSync(file, "utf8").trim() }));
  return {
    listen: { port: port === 0 ? 0 : port + index, host: values.host ?? "127.0.0.1" },
    ...(values.seed !== undefined && {
      seed: values.seed === "empty" || values.seed === "examples" ? values.seed : { file: values.seed },
    }),
    ...(values.speed !== undefined && { speed: positive(values.speed, "--speed") }),
    ...(values.record !== undefined && { record: values.record + suffix }),
    ...(values.replay !== undefined && { replay: values.replay + suffix }),
    ...(values.snapshot !== undefined && { snapshot: values.snapshot + suffix }),
    ...(values.open && { signIn: "off" as const }),
    credentials: {
      ...(values.token && { tokens: Object.fromEntries(values.token.map((token) => [token, {}])) }),
      ...(values.user && {
        users: Object.fromEntries(
          values.user.map((user) => [user.split(":")[0] ?? "", user.split(":").slice(1).join(":")]),
        ),
      }),
      ...(keys && { keys }),
    },
  };
}

function faultsOf(values: Values): readonly Fault[] {
  const listed =
    values.faults === undefined ? [] : (JSON.parse(readFileSync(values.faults, "utf8")) as (Fault | string)[]);
  return [...listed, ...(values.fault ?? [])].map((fault) => (typeof fault === "string" ? parseFault(fault) : fault));
}

function described({ token, user, key }: Values): string {
  const parts = [
    `the token ${token?.join(" or ") ?? "twin-token"}`,
    `the user ${user?.map((each) => each.split(":")[0]).join(" or ") ?? "twin (password twin)"}`,
  ];
  return [...parts, ...(key ? [`the key in ${key.join(" or ")}`] : [])].join(", or ");
}

function wholeNumber(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new TypeError(`${name} is a number from 0 to 65535.`);
  return value;
}

function positive(text: string, name: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new TypeError(`${name} is a number above 0.`);
  return value;
}
