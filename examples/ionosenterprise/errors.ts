import { IonosEnterpriseClient, isApiError } from "@clientwright/ionosenterprise";
import { isNotFoundError, isRateLimitError, isUnauthorizedError, isUnprocessableError } from "@clientwright/runtime";

/** Reads a server, and tells the five kinds of error apart. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  datacenterId = process.argv[2] ?? "00000000-0000-4000-8000-000000000000",
  serverId = process.argv[3] ?? "00000000-0000-4000-8000-000000000000",
): Promise<void> {
  try {
    const { properties } = await client.getServer({ datacenterId, serverId });
    console.log(`the server is called ${properties?.name}`);
  } catch (error) {
    console.log(wordsFor(error));
  }
}

/** What an error means for whoever runs this. What is no error of the API is thrown on. */
export function wordsFor(error: unknown): string {
  if (isUnauthorizedError(error)) return "the user name or the password is wrong";
  if (isNotFoundError(error)) return "there is no such thing";
  if (isUnprocessableError(error)) return `the values are not allowed: ${error.problems[0]?.message}`;
  // The client has waited and asked again by itself before it gave up.
  if (isRateLimitError(error)) return "too many requests; try again later";
  if (isApiError(error)) return `the API answered ${error.status}: ${error.message}`;
  throw error;
}

if (import.meta.filename === process.argv[1]) await main();
