import { LinodeClient } from "@clientwright/linode";

/** Lets two Linodes of one region swap their public addresses. Either both move or none does. */
export async function main(client: LinodeClient = LinodeClient.fromEnv(), one = 123, other = 124): Promise<void> {
  const linodes = [client.instance(one), client.instance(other)] as const;
  const [first, second] = await Promise.all(
    linodes.map(async (linode) => (await (await linode.getIps()).load()).ipv4.public[0]),
  );
  if (!first || !second) throw new Error("both need a public address");

  await client.assignIps({
    region: await linodes[0].get("region"),
    assignments: [
      { address: first.address, linode_id: other },
      { address: second.address, linode_id: one },
    ],
  });
  console.log(`${first.address} is with ${other} now, and ${second.address} with ${one}`);
}

if (import.meta.filename === process.argv[1]) await main();
