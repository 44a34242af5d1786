import { instanceFilter, LinodeClient, type InstanceFilter } from "@clientwright/linode";

const { eq, ne, contains } = instanceFilter;

/** What is asked for, and the filter that asks for it. The server does the work; the types know what it can filter by. */
const questions: Readonly<Record<string, InstanceFilter>> = {
  "in production": eq("group", "production"),
  "in production or staging": eq("group", "production").or(eq("group", "staging")),
  "in production, and green": eq("group", "production").and(contains("label", "green")),
  "outside us-east": ne("region", "us-east"),
  "in production, in us-east": eq("group", "production").and(eq("region", "us-east")),
  "in staging, or in production in us-east": eq("group", "staging").or(
    eq("group", "production").and(eq("region", "us-east")),
  ),
};

/** Lists Linodes by filters. */
export async function main(client: LinodeClient = LinodeClient.fromEnv()): Promise<void> {
  for (const [question, filter] of Object.entries(questions)) {
    const labels = await client
      .paginateInstances({ filter })
      .map(({ label }) => label)
      .toArray();
    console.log(`${question}: ${labels.join(", ")}`);
  }
}

if (import.meta.filename === process.argv[1]) await main();
