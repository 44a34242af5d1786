import { IonosEnterpriseClient } from "@clientwright/ionosenterprise";

/** Lists the changes that were asked for, and tells of the last one what it was and how it went. */
export async function main(client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv()): Promise<void> {
  let last: string | undefined;
  for await (const { id, properties } of client.paginateRequests()) {
    console.log(`${properties?.method} ${properties?.url}`);
    last = id;
  }
  if (last === undefined) return;

  const request = await client.getRequest({ requestId: last });
  console.log(`the last was asked for by ${request.metadata?.createdBy}`);
  const { metadata } = await client.getRequestStatus({ requestId: last });
  console.log(`it is ${metadata?.status}`);
}

if (import.meta.filename === process.argv[1]) await main();
