import { readFile } from "node:fs/promises";
import { generateCloudConfig } from "@clientwright/decapod";

/** Writes the user-data with which a new server reports itself to Decapod. */
export async function main(keyFile = "ansible.pub", write: (text: string) => void = console.log): Promise<void> {
  const userData = generateCloudConfig({
    url: "http://10.10.0.2:9999/v1/server/",
    serverDiscoveryToken: process.env.DECAPOD_DISCOVERY_TOKEN ?? "26758c32-3421-4f3d-9603-e4b5337e7ecc",
    publicKey: await readFile(keyFile, "utf8"),
    username: "ansible",
    timeout: 20,
  });
  write(userData);
}

if (import.meta.filename === process.argv[1]) await main();
