import { cloudApi, CloudApiClient, type ListMachinesInput } from "@clientwright/cloudapi";
import { withReply } from "@clientwright/runtime";
import { signerFromEnv } from "@clientwright/runtime/keys";

/** Lists machines by their tags: all of them, page by page; then one page by hand; and counts them without a list. */
export async function main(client: CloudApiClient, tag: ListMachinesInput["tag"] = { role: "web" }): Promise<void> {
  for await (const machine of client.machines({ tag })) console.log(`${machine.name} is ${machine.state}`);

  const second = await client.listMachines({ tag, limit: 2, offset: 2 });
  console.log(`the second page has ${second.map(({ name }) => name).join(" and ")}`);

  // The number is in a header of a reply without a body.
  const { reply } = await withReply((options) => client.countMachines({ tag }, options));
  console.log(`there are ${reply.headers.get("x-resource-count") ?? 0}`);
}

if (import.meta.filename === process.argv[1]) {
  await main(CloudApiClient.fromEnv({ signer: await signerFromEnv(cloudApi) }));
}
