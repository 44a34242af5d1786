import type { Asked, Understood } from "../check/asked.js";
import type { Router } from "../check/router.js";
import type { Understanding } from "../check/understand.js";
import { Validator } from "../check/validator.js";
import type { Doors, Entry } from "../doors/doors.js";
import type { OAuth } from "../doors/oauth.js";
import { replyOf } from "../model/shapes.js";
import type { Json } from "../spec/json.js";
import type { Operation } from "../spec/operations.js";
import type { Schemas } from "../spec/schemas.js";
import type { Outcome, Play } from "../state/play.js";
import { Refusal } from "../state/refusal.js";
import type { World } from "../state/world.js";
import type { Errors } from "./errors.js";
import type { Fault, Faults } from "./faults.js";
import { said, safeBody, safeHeaders, safeRequestBody, safeTarget, type RequestLog } from "./log.js";
import { append, type Exchange, type Replay } from "./record.js";
import type { Reply } from "./reply.js";

export interface HandlerParts {
  readonly schemas: Schemas;
  readonly world: World;
  readonly router: Router;
  readonly understanding: Understanding;
  readonly doors: Doors;
  readonly oauth: OAuth;
  readonly play: Play;
  readonly errors: Errors;
  readonly faults: Faults;
  readonly log: RequestLog;
  /** Paths below which the API is served, the longest first. */
  readonly bases: readonly string[];
  readonly secrets: ReadonlySet<string>;
  readonly signIn: boolean;
  readonly recording: Exchange[] | undefined;
  readonly recordFile: string | undefined;
  readonly replay: Replay | undefined;
}

/** What becomes known of a request on its way through. */
interface Course {
  operation: Operation | undefined;
  understood: Understood | undefined;
  problems: readonly string[];
  fault: Fault | undefined;
}

/** A request without its secrets. */
interface Shown {
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json | undefined;
}

/** Answers requests: finds the operation, checks the request and who sent it, plays it, and checks the reply. */
export class Handler {
  readonly #parts: HandlerParts;
  readonly #replies: Validator;

  constructor(parts: HandlerParts) {
    this.#parts = parts;
    this.#replies = new Validator(parts.schemas, "reply", false);
  }

  async answer(asked: Asked): Promise<Reply> {
    const { log, world, faults } = this.#parts;
    const start = performance.now();
    const number = log.next();
    const time = new Date(world.clock.now()).toISOString();
    const course: Course = { operation: undefined, understood: undefined, problems: [], fault: undefined };
    const plain = await this.#course(asked, course, String(number));
    const replyProblems = this.#judge(course, plain);
    const date = new Date(
      Date.now() + faults.skewMs() + (course.fault?.operation === undefined ? 0 : (course.fault.clockSkewMs ?? 0)),
    );
    const reply = bent(
      { ...plain.reply, headers: { date: date.toUTCString(), ...plain.reply.headers } },
      course.fault,
      asked.method === "HEAD",
    );
    const request = this.#shown(asked, course);
    log.add({
      ...{ number, time, operation: course.operation?.id, method: asked.method, ...request, status: reply.status },
      ...{ problems: course.problems, notes: course.understood?.notes ?? [], replyProblems },
      ...{ fault: course.fault && JSON.stringify(course.fault), ms: performance.now() - start },
    });
    this.#record(course, request, asked, plain);
    return reply;
  }

  async #course(
    asked: Asked,
    course: Course,
    requestId: string,
  ): Promise<{ readonly reply: Reply; readonly body: Json | undefined }> {
    const { errors } = this.#parts;
    try {
      const found = await this.#find(asked, course);
      if (!("understood" in found)) return { reply: found.reply, body: undefined };
      return this.#sent(found.outcome, found.entry);
    } catch (error) {
      const refusal =
        error instanceof Refusal
          ? error
          : new Refusal("broken", `The twin could not do this: ${(error as Error).message}`);
      if (!(error instanceof Refusal))
        course.problems = [...course.problems, `The twin itself failed: ${(error as Error).stack ?? ""}`];
      const status = errors.statusOf(refusal, course.operation);
      const body = errors.body(status, refusal, course.operation, requestId);
      return {
        reply: {
          status,
          headers: { "content-type": "application/json", ...refusal.headers, ...this.#requestId(requestId) },
          bytes: Buffer.from(JSON.stringify(body)),
        },
        body,
      };
    }
  }

  #requestId(id: string): Readonly<Record<string, string>> {
    const header = this.#parts.errors.requestIdHeader;
    return header === undefined ? {} : { [header.toLowerCase()]: `twin-${id}` };
  }

  async #find(
    asked: Asked,
    course: Course,
  ): Promise<
    { readonly understood: Understood; readonly outcome: Outcome; readonly entry: Entry } | { readonly reply: Reply }
  > {
    const { router, understanding, oauth, faults, replay, signIn, doors, play, world } = this.#parts;
    const [path = "", query = ""] = asked.target.split("?");
    const found = this.#match(router, asked.method, path, query);
    const match = found && "operations" in found ? found : undefined;
    course.operation = match?.operations[0];
    course.fault = faults.strike(match?.operations.find(({ action }) => !action)?.id ?? course.operation?.id);
    if (replay === undefined) {
      const answer = await oauth.answer(asked);
      if (answer) return { reply: answer };
    }
    if (match === undefined) {
      const problem =
        found === undefined
          ? "No operation has this path."
          : `The path has no ${asked.method}, only ${(found as { allowed: readonly string[] }).allowed.join(", ")}.`;
      course.problems = [problem];
      if (found === undefined) throw new Refusal("missing", "Not found.");
      throw new Refusal("method", "Method not allowed.", {
        headers: { allow: (found as { allowed: readonly string[] }).allowed.join(", ") },
      });
    }
    const understood = await understanding.read(asked, match);
    course.understood = understood;
    course.operation = understood.operation;
    course.problems = understood.problems.map(said);
    if (understood.operation.action) course.fault = { ...course.fault, ...faults.strike(understood.operation.id) };
    if (course.fault && Object.keys(course.fault).length === 0) course.fault = undefined;
    const { fault } = course;
    if (fault?.status !== undefined && fault.status >= 400) throw struck(fault);
    if (replay) return { reply: this.#replayed(replay, asked, course) };
    const entry: Entry = signIn
      ? doors.check(understood.operation, asked)
      : { user: undefined, token: undefined, headers: {} };
    if (understood.problems.length > 0) throw refusalOf(understood);
    world.caller = entry.user;
    const failing = fault?.work === undefined ? undefined : fault.work === true ? "It was made to fail." : fault.work;
    const outcome =
      (signIn ? doors.play(understood, entry) : undefined) ??
      play.run(understood, {
        url: new URL(world.baseUrl).origin + path,
        accept: asked.headers["accept"] ?? "*/*",
        failing,
        staleMs: fault?.staleMs ?? 0,
      });
    return { understood, outcome: fault?.status === undefined ? outcome : { ...outcome, status: fault.status }, entry };
  }

  #match(router: Router, method: string, path: string, query: string): ReturnType<Router["match"]> {
    let other: ReturnType<Router["match"]>;
    for (const base of this.#parts.bases) {
      if (base !== "" && path !== base && !path.startsWith(`${base}/`)) continue;
      const own = path.slice(base.length) || "/";
      const found = router.match(method, own, query) ?? this.#withSlash(router, method, own, query);
      if (found && "operations" in found) return found;
      other ??= found;
    }
    return other;
  }

  /** Names that have a slash in them may stand in the path as they are, where there are such names. */
  #withSlash(router: Router, method: string, path: string, query: string): ReturnType<Router["match"]> {
    const { world } = this.#parts;
    const found = router.match(method, path.replace(/\/([^/]+)\/?$/, "%2F$1"), query);
    const [operation] = found && "operations" in found ? found.operations : [];
    const collection = operation && world.collectionOf(operation);
    if (!collection || collection.depth > 1 || world.template(operation).tail.length !== 1) return undefined;
    return world.shelvesOf(collection).some(({ items }) => [...items.keys()].some((key) => key.includes("/")))
      ? found
      : undefined;
  }

  #replayed(replay: Replay, asked: Asked, course: Course): Reply {
    const { secrets, schemas } = this.#parts;
    const reply = replay.answer(asked, safeTarget(asked.target, secrets), safeRequestBody(course.understood, schemas));
    if (reply) return reply;
    course.problems = [...course.problems, "The recording has no such request."];
    throw new Refusal("missing", "The recording has no such request.");
  }

  #sent(outcome: Outcome, entry: Entry): { readonly reply: Reply; readonly body: Json | undefined } {
    const { status, body, type } = outcome;
    const headers = lowered({ ...entry.headers, ...outcome.headers });
    // These never have a body (RFC 9110, 15.3.5, 15.4.5).
    if (body === undefined || status === 204 || status === 304)
      return { reply: { status, headers, bytes: new Uint8Array() }, body: undefined };
    const isText = type !== undefined && typeof body === "string";
    const bytes = isText
      ? type.startsWith("text/")
        ? Buffer.from(body)
        : Buffer.from(body, "base64")
      : Buffer.from(JSON.stringify(body));
    return { reply: { status, headers: { "content-type": type ?? "application/json", ...headers }, bytes }, body };
  }

  /** What is wrong with the twin's own reply. */
  #judge(
    { operation, fault }: Course,
    { reply, body }: { readonly reply: Reply; readonly body: Json | undefined },
  ): readonly string[] {
    if (operation === undefined || body === undefined || fault?.body !== undefined) return [];
    const own =
      operation.responses[String(reply.status)] ??
      operation.responses[`${String(reply.status)[0]}XX`] ??
      operation.responses["default"] ??
      (reply.status < 300 ? operation.success.response : undefined);
    const type = reply.headers["content-type"]?.split(";")[0] ?? "";
    const media =
      own?.content.find((each) => each.type.split(";")[0] === type) ??
      (reply.status < 300 ? replyOf(operation) : undefined);
    if (media?.schema === undefined || !/json/.test(type)) return [];
    return this.#replies.check(media.schema, body).map(({ path, message }) => `${path.join(".")} ${message}`.trim());
  }

  #shown(asked: Asked, course: Course): Shown {
    const { secrets, schemas } = this.#parts;
    return {
      target: safeTarget(asked.target, secrets),
      headers: safeHeaders(asked.headers, secrets),
      body: safeRequestBody(course.understood, schemas),
    };
  }

  #record(
    course: Course,
    request: Shown,
    asked: Asked,
    { reply, body }: { readonly reply: Reply; readonly body: Json | undefined },
  ): void {
    const { recording, recordFile, schemas, secrets } = this.#parts;
    if (recording === undefined && recordFile === undefined) return;
    const { "content-type": type, accept } = request.headers;
    const text = reply.bytes.length > 0 && body === undefined ? Buffer.from(reply.bytes).toString("utf8") : undefined;
    const safe = safeBody(body, course.operation && replyOf(course.operation)?.schema, schemas);
    const exchange: Exchange = {
      operation: course.operation?.id,
      request: {
        method: asked.method,
        target: request.target,
        headers: { ...(type !== undefined && { "content-type": type }), ...(accept !== undefined && { accept }) },
        ...(request.body !== undefined && { body: request.body }),
      },
      reply: {
        status: reply.status,
        headers: safeHeaders(reply.headers, secrets),
        ...(safe !== undefined ? { body: safe } : text !== undefined && course.operation ? { text } : {}),
      },
    };
    recording?.push(exchange);
    if (recordFile !== undefined) append(recordFile, exchange);
  }
}

function struck(fault: Fault): Refusal {
  const status = fault.status as number;
  const seconds = fault.retryAfter ?? (status === 429 ? 1 : undefined);
  return new Refusal(
    status === 429 ? "throttled" : "broken",
    status === 429 ? "Too many requests." : `A fault was asked for: status ${status}.`,
    { status, headers: seconds === undefined ? {} : { "retry-after": String(seconds) } },
  );
}

function refusalOf({ problems }: Understood): Refusal {
  const status = problems.find((problem) => problem.status !== undefined)?.status;
  // What a path cannot mean is not there.
  if (problems.every((problem) => problem.in === "path")) return new Refusal("missing", "Not found.");
  const details = problems.map(({ field, message }) => ({
    message: field === "" ? message : `${field} ${message}`,
    ...(field !== "" && { field }),
  }));
  return new Refusal(status === 415 ? "media" : "invalid", details, status === undefined ? {} : { status });
}

/** What the weather makes of a reply. */
function bent(reply: Reply, fault: Fault | undefined, bodyless: boolean): Reply {
  let bytes = reply.bytes;
  let headers = reply.headers;
  if (fault?.body !== undefined && fault.status !== undefined) {
    bytes = typeof fault.body === "string" ? Buffer.from(fault.body) : Buffer.from(JSON.stringify(fault.body));
    if (typeof fault.body === "string") headers = { ...headers, "content-type": "text/html" };
  }
  if (fault?.badJson) bytes = bytes.length > 1 ? bytes.subarray(0, Math.ceil(bytes.length / 2)) : Buffer.from('{"');
  if (fault?.retryAfter !== undefined) headers = { ...headers, "retry-after": String(fault.retryAfter) };
  const weather = {
    ...(fault?.latencyMs !== undefined && { delayMs: fault.latencyMs }),
    ...(fault?.slowBodyMs !== undefined && { slowBodyMs: fault.slowBodyMs }),
    ...(fault?.cut !== undefined && { cut: fault.cut }),
  };
  return {
    status: reply.status,
    headers,
    bytes: bodyless ? new Uint8Array() : bytes,
    ...(Object.keys(weather).length > 0 && { weather }),
  };
}

function lowered(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
