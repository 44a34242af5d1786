import { LinodeClient } from "@clientwright/linode";

/** Shows whose token it is. Every token may ask that. */
export async function main(client: LinodeClient = LinodeClient.fromEnv()): Promise<void> {
  const profile = await client.getProfile();
  console.log(`${profile.username} <${profile.email}>, ${profile.timezone}`);
  console.log(profile.restricted ? "may do what has been granted" : "may do everything");
  console.log(`two-factor sign-in is ${profile.two_factor_auth ? "on" : "off"}`);
  // They are left out until 25 dollars have been paid.
  if (profile.referrals) console.log(`${profile.referrals.total} people came through ${profile.referrals.url}`);
}

if (import.meta.filename === process.argv[1]) await main();
