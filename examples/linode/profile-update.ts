import { LinodeClient, LishAuthMethod } from "@clientwright/linode";

/** Changes the profile; what is left out stays as it is. */
export async function main(client: LinodeClient = LinodeClient.fromEnv()): Promise<void> {
  const profile = await client.updateProfile({
    email: "me@example.com",
    timezone: "Europe/Paris",
    email_notifications: false,
    lish_auth_method: LishAuthMethod.KeysOnly,
  });
  console.log(`${profile.username} <${profile.email}>, ${profile.timezone}, Lish: ${profile.lish_auth_method}`);
}

if (import.meta.filename === process.argv[1]) await main();
