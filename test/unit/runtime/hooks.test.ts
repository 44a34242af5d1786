import { describe, expect, test } from "vitest";
import {
  ConnectionError,
  DecodeError,
  isServerError,
  isTimeoutError,
  Service,
  ServerError,
  type Call,
  type Client,
  type ClientOptions,
  type Reply,
  type SignInScheme,
  binaryBody,
} from "@clientwright/runtime";
import { definition } from "./support.js";

const get: Call = { operation: "getThing", method: "GET", path: "/thing" };
const retry = { baseDelayMs: 0 };

/** A client whose requests are answered one after another; the last answer stands for all that follow. */
function answered(answers: readonly (() => Response | Promise<Response>)[], options: ClientOptions = {}) {
  const seen: string[] = [];
  const transport: NonNullable<ClientOptions["transport"]> = async (url) => {
    seen.push(url);
    const answer = answers[Math.min(seen.length, answers.length) - 1];
    return (await answer?.()) ?? new Response("{}");
  };
  const client: Client = new Service(definition, { token: "t", transport, retry, ...options } as ClientOptions);
  return { client, seen };
}

const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => expect.fail("it should have failed"),
    (error: unknown) => error,
  );
const refused = (): Response => new Response("{}", { status: 503 });

describe("onReply", () => {
  test("may take longer than an attempt, and is called once", async () => {
    let calls = 0;
    const onReply = async (): Promise<void> => {
      calls++;
      await new Promise((resolve) => setTimeout(resolve, 120));
    };
    const { client, seen } = answered([], { onReply, timeoutMs: 60 });
    expect(await client.send(get)).toEqual({});
    expect([calls, seen.length]).toEqual([1, 1]);
  });

  test("that throws ends the call, and nothing is sent again", async () => {
    const thrown = new ConnectionError("the hook's own", false);
    const { client, seen } = answered([], {
      onReply: () => {
        throw thrown;
      },
    });
    expect(await failure(client.send({ ...get, method: "POST" }))).toBe(thrown);
    expect(seen).toHaveLength(1);
  });

  test.each([
    ["a body that is no JSON", () => new Response("<h1>"), 200],
    ["an error status", refused, 503],
  ])("is told of the last reply: %s", async (_, answer, status) => {
    const told: Reply[] = [];
    const { client } = answered([answer], {
      onReply: (reply) => void told.push(reply),
      retry: { retries: 1, ...retry },
    });
    await failure(client.send(get));
    expect(told.map((reply) => reply.status)).toEqual([status]);
  });

  test("is not told of a reply before the last attempt", async () => {
    const told: number[] = [];
    const broken = (): Response => {
      throw new TypeError("fetch failed");
    };
    const { client } = answered([refused, broken], { onReply: ({ status }) => void told.push(status) });
    expect(await failure(client.send(get))).toBeInstanceOf(ConnectionError);
    expect(told).toEqual([]);
  });
});

describe("attempts", () => {
  test("leave what they failed with in the last error", async () => {
    const statuses = [500, 502, 503].map((status) => (): Response => new Response("", { status }));
    const error = await failure(answered(statuses).client.send(get));
    expect(error).toBeInstanceOf(ServerError);
    const earlier = isServerError(error) ? error.earlier : undefined;
    expect(earlier).toBeInstanceOf(AggregateError);
    expect(earlier?.errors.map((each) => (each as ServerError).status)).toEqual([500, 502]);
  });

  test("leave nothing when there was one only", async () => {
    const error = await failure(answered([() => new Response("?")]).client.send(get));
    expect(error instanceof DecodeError && error.earlier).toBeUndefined();
  });
});

describe("options of a call", () => {
  test("leave those of the client as they are where they say nothing", async () => {
    const large = (): Response => new Response(JSON.stringify("x".repeat(200)));
    const { client } = answered([large], { limits: { replyBytes: 100 } });
    expect(await failure(client.send(get, { limits: { redirects: 1 } }))).toBeInstanceOf(DecodeError);
    const { client: other, seen } = answered([refused], { retry: { ...retry, retries: 1 } });
    await failure(other.send(get, { retry: { maxDelayMs: 5 } }));
    expect(seen).toHaveLength(2);
  });

  test("count the time of onRequest towards the deadline", async () => {
    const onRequest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));
    const silent = (): Promise<Response> => new Promise(() => undefined);
    const { client } = answered([silent], { onRequest, deadlineMs: 40, timeoutMs: 0 });
    expect(isTimeoutError(await failure(client.send(get)))).toBe(true);
  });
});

describe("a 401", () => {
  const told: string[] = [];
  const scheme = (name: string, mayHelp: boolean): SignInScheme => ({
    options: { token: [] },
    open: () => ({ sign: () => undefined, refused: () => (told.push(name), mayHelp) }),
  });
  const both = {
    ...definition,
    credentials: { one: scheme("one", true), two: scheme("two", false) },
    security: [["one", "two"]],
  };
  const unauthorized = (): Response => new Response("{}", { status: 401 });

  test("is told to all sign-ins, also when the body can be sent only once", async () => {
    told.length = 0;
    const transport: NonNullable<ClientOptions["transport"]> = () => Promise.resolve(unauthorized());
    const call: Call = { ...get, method: "PUT", body: binaryBody(new Blob(["x"]).stream()) };
    await failure(new Service(both, { transport }).send(call));
    expect(told).toEqual(["one", "two"]);
  });

  test("of another origin is no matter of theirs", async () => {
    told.length = 0;
    const transport: NonNullable<ClientOptions["transport"]> = (url) =>
      Promise.resolve(
        url.startsWith("https://elsewhere.example")
          ? unauthorized()
          : new Response(null, { status: 302, headers: { location: "https://elsewhere.example/" } }),
      );
    await failure(new Service(both, { transport }).send(get));
    expect(told).toEqual([]);
  });
});
