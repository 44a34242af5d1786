import { describe, expect, it } from "vitest";
import { isApiError, isWaiterError, type IonosEnterpriseClient } from "@clientwright/ionosenterprise";
import {
  isNotFoundError,
  isRateLimitError,
  isServerError,
  isUnauthorizedError,
  isUnprocessableError,
} from "@clientwright/runtime";
import { furnish } from "../../support/ionosenterprise-world.js";
import { failure, pace, useIonos } from "./support.js";

const account = useIonos();
const once = (): IonosEnterpriseClient => account.client({ retry: { retries: 0 } });

describe("an error reply", () => {
  it.each([
    [401, isUnauthorizedError],
    [404, isNotFoundError],
    [422, isUnprocessableError],
    [429, isRateLimitError],
    [500, isServerError],
  ] as const)("of %i has a class of its own, and belongs to one family", async (status, isKind) => {
    account.server.twin.fail("listImages", status);
    const error = await failure(once().listImages());
    expect(isKind(error)).toBe(true);
    expect(isApiError(error) && error.status).toBe(status);
    const kinds = [isUnauthorizedError, isNotFoundError, isUnprocessableError, isRateLimitError, isServerError];
    expect(kinds.filter((is) => is(error))).toHaveLength(1);
  });

  it.each([402, 403, 405, 415])("of %i is an error of the API like any other", async (status) => {
    account.server.twin.fail("listImages", status);
    const error = await failure(once().listImages());
    expect(isApiError(error) && error.status).toBe(status);
  });

  it("tells status, numbers, words and address", async () => {
    const client = account.client({ password: "wrong" });
    const error = await failure(client.listImages({ depth: 0 }));
    if (!isUnauthorizedError(error)) throw error;
    expect(error.body).toMatchObject({ httpStatus: 401, messages: [{ errorCode: "315" }] });
    const { messages } = error.body as { readonly messages: readonly { readonly message: string }[] };
    expect(error.problems).toEqual([{ code: "315", message: messages[0]?.message, field: undefined }]);
    expect(error.url).toBe(`${account.server.url}/images`);
    expect(error.operation).toBe("listImages");
  });

  it("that is no JSON is kept as text", async () => {
    account.server.twin.fault({ operation: "listImages", status: 503, body: "<h1>Maintenance</h1>" });
    const error = await failure(once().listImages());
    expect(isApiError(error) && [error.status, error.problems]).toEqual([503, []]);
    expect(isApiError(error) && JSON.stringify(error.body)).toContain("Maintenance");
  });
});

describe("work that was accepted", () => {
  it("and failed ends the wait with the service's words", async () => {
    account.server.twin.fault({ operation: "createDatacenter", work: "No room.", times: 1 });
    const creation = await account.client().beginCreateDatacenter({ properties: { name: "home", location: "de/fra" } });
    const error = await failure(creation.result(pace));
    if (!isWaiterError(error)) throw error;
    expect(error.reason).toBe("failed");
    expect(error.message).toContain("No room.");
    expect(error.last).toMatchObject({ type: "request-status", metadata: { status: "FAILED" } });
  });

  it("and takes too long ends the wait with what was seen last", async () => {
    account.server.twin.speed = 0;
    const creation = await account.client().beginCreateDatacenter({ properties: { name: "home", location: "de/fra" } });
    const error = await failure(creation.result({ delayMs: 50, maxWaitMs: 1_000 }));
    if (!isWaiterError(error)) throw error;
    expect(error.reason).toBe("timeout");
    expect(error.last).toMatchObject({ metadata: { status: "QUEUED" } });
  });

  it("is followed by the number in Location: what creates, what deletes and what acts", async () => {
    const client = account.client();
    const { datacenterId, serverId, volumeId } = await furnish(client);
    const begun = [
      await client.beginUpdateServer({ datacenterId, serverId, name: "web" }),
      await client.beginStopServer({ datacenterId, serverId }),
      await client.beginStartServer({ datacenterId, serverId }),
      await client.beginRebootServer({ datacenterId, serverId }),
      await client.beginDeleteVolume({ datacenterId, volumeId }),
    ];
    const ids = new Set<string>();
    for (const poller of begun) {
      const { kept } = JSON.parse(String(poller)) as { readonly kept: { readonly requestId: string } };
      ids.add(kept.requestId);
      await poller.result(pace);
      expect(account.server.calls.some(({ target }) => target.startsWith(`/requests/${kept.requestId}/status`))).toBe(
        true,
      );
      const request = await client.getRequest({ requestId: kept.requestId });
      const status = await client.getRequestStatus({ requestId: kept.requestId });
      expect([request.type, status.type, status.metadata?.status]).toEqual(["request", "request-status", "DONE"]);
    }
    expect(ids.size).toBe(begun.length);
  });
});
