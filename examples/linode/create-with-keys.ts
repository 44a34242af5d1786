import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { LinodeClient } from "@clientwright/linode";

const isKey = /^(ssh-dss|ssh-rsa|ecdsa-sha2-nistp|ssh-ed25519|sk-ecdsa-sha2-nistp256)/;

/** Public keys, each given as such or as the file that holds it. A file that is not there, or holds no key, is an error. */
export async function readKeys(given: string | readonly string[]): Promise<string[]> {
  const entries = typeof given === "string" ? [given] : given;
  return Promise.all(
    entries.map(async (entry) => {
      if (isKey.test(entry)) return entry;
      const text = (await readFile(entry.replace(/^~/, homedir()), "utf8")).trimEnd();
      if (!isKey.test(text)) throw new Error(`${entry} holds no public SSH key`);
      return text;
    }),
  );
}

/** Makes a Linode that lets in who has one of the keys. */
export async function main(
  client: LinodeClient = LinodeClient.fromEnv(),
  keys: string | readonly string[] = "~/.ssh/id_ed25519.pub",
): Promise<void> {
  const authorizedKeys = await readKeys(keys);
  const linode = await client.createInstance({
    type: "g6-standard-1",
    region: "us-east",
    image: "linode/debian11",
    authorized_keys: authorizedKeys,
    root_pass: randomBytes(48).toString("base64"), // it has to have one, and nobody needs to know it
  });
  console.log(`ssh root@${linode.ipv4[0]}, with one of ${authorizedKeys.length} keys`);
}

if (import.meta.filename === process.argv[1]) await main();
