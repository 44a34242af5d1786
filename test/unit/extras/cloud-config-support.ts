import { load } from "js-yaml";
import type { CloudConfigInput } from "../../../specs/decapod/extras/cloud-config.js";

export const publicKey: string =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPcT3RxDxCA1Adc/k+eDRN5IpAkx201rypKJpnydPXLw ansible";

/** Arguments that are all in order. */
export const input: CloudConfigInput = {
  url: "http://10.10.0.2:9999/v1/server/",
  serverDiscoveryToken: "26758c32-3421-4f3d-9603-e4b5337e7ecc",
  publicKey,
  username: "ansible",
};

/** User-data as cloud-init sees it. */
export interface CloudConfig {
  readonly users: readonly Readonly<Record<string, string | readonly string[]>>[];
  readonly packages: readonly string[];
  readonly write_files?: readonly { readonly path: string; readonly permissions: string; readonly content: string }[];
  readonly runcmd?: readonly (readonly string[])[];
}

/** Reads user-data. */
export function readConfig(text: string): CloudConfig {
  return load(text) as CloudConfig;
}

/** The file of user-data whose path ends so. */
export function fileOf(text: string, ending: string): string {
  const file = readConfig(text).write_files?.find(({ path }) => path.endsWith(ending));
  if (file === undefined) throw new Error(`no file ${ending}`);
  return file.content;
}
