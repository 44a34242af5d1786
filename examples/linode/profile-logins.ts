import { LinodeClient } from "@clientwright/linode";

/** Lists the logins of the last 90 days, in the time of the reader, and then one by itself. */
export async function main(
  client: LinodeClient = LinodeClient.fromEnv(),
  timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone,
): Promise<void> {
  // The API tells times in UTC and does not say so: the Z is missing.
  const local = (time: string): string => new Date(`${time}Z`).toLocaleString("en-GB", { timeZone });
  const logins = await client.paginateLogins().toArray();
  for (const { datetime, ip, status } of logins) console.log(`${local(datetime)} from ${ip}: ${status}`);

  const [last] = logins;
  if (last === undefined) return;
  const { username, restricted } = await client.getLogin({ loginId: last });
  console.log(`${username} is ${restricted ? "" : "not "}restricted`);
}

if (import.meta.filename === process.argv[1]) await main();
