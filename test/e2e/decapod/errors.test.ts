import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { isApiError, type DecapodOptions } from "@clientwright/decapod";
import {
  isBadRequestError,
  isConnectionError,
  isDecodeError,
  isForbiddenError,
  isNotFoundError,
  isSdkError,
  isServerError,
  isSigningError,
  isTimeoutError,
  SdkError,
} from "@clientwright/runtime";
import { failure, useDecapod } from "./support.js";

const decapod = useDecapod();
const once: DecapodOptions = { retry: { retries: 0 } };
const nobody = "00000000-0000-4000-8000-000000000000";

/** Answers the next question for the server's version with this. */
function answerInfo(status: number, type: string | undefined, body: string): void {
  decapod.server.answerNext("/v1/info/", (response) => {
    response.writeHead(status, type === undefined ? {} : { "content-type": type });
    response.end(body);
  });
}

describe("an error reply", () => {
  it("tells status, name and words, also as JSON", async () => {
    const error = await failure(decapod.client().getCluster({ clusterId: nobody }));
    if (!isApiError(error)) throw error;
    expect(error.status).toBe(404);
    expect(error.problems).toEqual([{ code: "NotFound", message: "There is no such thing", field: undefined }]);
    expect(error.body).toEqual({ code: 404, error: "NotFound", message: "There is no such thing" });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      operation: "getCluster",
      method: "GET",
      status: 404,
      problems: [{ code: "NotFound", message: "There is no such thing" }],
    });
    expect(error.message).toBe("getCluster: 404 There is no such thing");
  });

  it("has a class for each status that programs tell apart", async () => {
    const client = decapod.client(once);
    const restricted = decapod.server.world.roles.add({ name: "none", permissions: [] }, null);
    const { users, passwords } = decapod.server.world;
    const ann = users.add({ login: "ann", email: "a@example.org", full_name: "Ann", role_id: restricted.id }, null);
    passwords.set(ann.id, "0ther");
    const other = decapod.client({ username: "ann", password: "0ther" });
    expect(isForbiddenError(await failure(other.listClusters()))).toBe(true);
    expect(isNotFoundError(await failure(client.getCluster({ clusterId: nobody })))).toBe(true);
    expect(isBadRequestError(await failure(client.createCluster({ name: "not allowed!" })))).toBe(true);
    answerInfo(500, "application/json", '{"code":500,"error":"InternalServerError","message":"oh"}');
    expect(isServerError(await failure(client.getInfo()))).toBe(true);
  });

  it("that is not JSON is given as it is", async () => {
    answerInfo(502, "text/html", "<h1>Bad Gateway</h1>");
    const error = await failure(decapod.client(once).getInfo());
    expect(isApiError(error) && [error.status, error.body, error.problems]).toEqual([502, "<h1>Bad Gateway</h1>", []]);
  });

  it("of a server that words it otherwise has the same form", async () => {
    answerInfo(400, "application/json", '{"code":400,"error":"BadRequest","description":"no such thing"}');
    const error = await failure(decapod.client(once).getInfo());
    expect(isApiError(error) && error.problems[0]?.code).toBe("BadRequest");
  });
});

describe("everything thrown", () => {
  it("is of one family, and has what caused it", async () => {
    const { server } = decapod;
    const client = decapod.client(once);
    server.answerNext("/v1/info/", (response) => void response.destroy());
    const broken = await failure(client.getInfo());
    answerInfo(200, "application/json", '{"version":');
    const unreadable = await failure(client.getInfo());
    server.answerNext("/v1/info/", () => undefined);
    const late = await failure(client.getInfo({ timeoutMs: 50 }));
    const refused = await failure(client.getCluster({ clusterId: nobody }));
    const unsigned = await failure(decapod.client({ password: "wr0ng" }).listUsers());
    await server.close();
    const unreachable = await failure(client.getInfo());
    expect([isConnectionError(broken), isConnectionError(unreachable)]).toEqual([true, true]);
    expect(isDecodeError(unreadable)).toBe(true);
    expect(isTimeoutError(late)).toBe(true);
    expect(isApiError(refused)).toBe(true);
    expect(isSigningError(unsigned)).toBe(true);
    for (const error of [broken, unreadable, late, refused, unsigned, unreachable]) {
      expect(error).toBeInstanceOf(SdkError);
      expect(isSdkError(error)).toBe(true);
    }
    for (const error of [broken, unsigned, unreachable]) expect((error as Error).cause).toBeInstanceOf(Error);
  });

  it("shows no password, whatever went wrong", async () => {
    const error = await failure(decapod.client({ ...once, password: "wr0ng" }).listUsers());
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("wr0ng");
  });
});

describe("a reply", () => {
  it("is parsed", async () => {
    const { version, time } = await decapod.client().getInfo();
    expect(version).toBe("1.2.0");
    expect(time.utc).not.toMatch(/Z|[+-]\d\d:?\d\d$/);
    expect(new Date(`${time.utc}Z`).getTime()).toBe(time.unix * 1000);
  });

  it("that is no JSON is an error, where JSON is promised", async () => {
    answerInfo(200, "application/json", "<html>");
    expect(isDecodeError(await failure(decapod.client().getInfo()))).toBe(true);
  });

  it("may be had with its status and headers, whether it is good or not", async () => {
    const seen: string[] = [];
    const client = decapod.client({
      ...once,
      onReply: (reply, request) => void seen.push(`${request.operation} ${reply.status}`),
    });
    await client.getInfo();
    await failure(client.getCluster({ clusterId: nobody }));
    expect(seen).toEqual(["getInfo 200", "login 200", "getCluster 404"]);
  });
});
