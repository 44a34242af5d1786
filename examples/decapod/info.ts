import { DecapodClient } from "@clientwright/decapod";

/** Tells whether the server is there. This needs no sign-in. */
export async function main(client: DecapodClient = DecapodClient.fromEnv()): Promise<void> {
  const { version, time } = await client.getInfo();
  const apart = Math.round(time.unix - Date.now() / 1000);
  console.log(`Decapod ${version} is there; its clock is ${apart} s apart from this one`);
}

if (import.meta.filename === process.argv[1]) await main();
