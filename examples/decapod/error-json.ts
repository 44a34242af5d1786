import { DecapodClient, isApiError } from "@clientwright/decapod";

/** Prints an error of the API as JSON, here for a cluster that there is not. */
export async function main(client: DecapodClient = DecapodClient.fromEnv()): Promise<void> {
  try {
    await client.getCluster({ clusterId: "00000000-0000-4000-8000-000000000000" });
  } catch (error) {
    if (!isApiError(error)) throw error;
    const [problem] = error.problems;
    console.log(JSON.stringify({ code: error.status, error: problem?.code, description: problem?.message }));
  }
}

if (import.meta.filename === process.argv[1]) await main();
