import { DecapodClient } from "@clientwright/decapod";

/** Signs in by hand, works, and gives the token back, so that nobody can use it any more. */
export async function main(
  client: DecapodClient = DecapodClient.fromEnv(),
  username = process.env.DECAPOD_LOGIN ?? "root",
  password = process.env.DECAPOD_PASSWORD ?? "root",
): Promise<void> {
  const token = await client.login({ username, password });
  console.log(
    `the token of ${token.data.user?.data.login} ends ${new Date(token.data.expires_at * 1000).toISOString()}`,
  );
  const { total } = await client.listClusters({ per_page: 1 });
  console.log(`there are ${total} clusters`);
  await client.logout();
}

if (import.meta.filename === process.argv[1]) await main();
