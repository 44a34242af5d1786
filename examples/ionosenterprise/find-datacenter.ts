import { type Datacenter, IonosEnterpriseClient } from "@clientwright/ionosenterprise";

/** Finds a data centre by what somebody remembers of its name. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  name = process.argv[2] ?? "prod",
): Promise<void> {
  const { id, properties } = await findDatacenter(client, name);
  console.log(`${id}  ${properties?.name}`);
}

/** The closest match wins: the very name, then in other letters, then its beginning, then any part of it. */
export async function findDatacenter(client: IonosEnterpriseClient, name: string): Promise<Datacenter> {
  const all = await client.paginateDatacenters().toArray();
  const wanted = name.toLowerCase();
  const nameOf = ({ properties }: Datacenter): string => properties?.name ?? "";
  const ways: readonly ((found: string) => boolean)[] = [
    (found) => found === name,
    (found) => found.toLowerCase() === wanted,
    (found) => found.toLowerCase().startsWith(wanted),
    (found) => found.toLowerCase().includes(wanted),
  ];
  for (const fits of ways) {
    const [first, ...others] = all.filter((each) => fits(nameOf(each)));
    if (first === undefined) continue;
    if (others.length === 0) return first;
    throw new Error(`${name} could be ${[first, ...others].map(nameOf).join(" or ")}`);
  }
  throw new Error(`there is no data centre ${name}`);
}

if (import.meta.filename === process.argv[1]) await main();
