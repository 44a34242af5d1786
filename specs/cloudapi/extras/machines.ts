import { InputError } from "@clientwright/runtime";

/** What {@link toNewMachine} turns into what `createMachine` takes. All else that `createMachine` takes is kept. */
export interface MachineWish {
  /** The name: letters, digits, dots and hyphens, with a letter or a digit at both ends. */
  readonly name?: string | undefined;
  /** The image. With it, `dataset` is left out. */
  readonly image?: unknown;
  /** The dataset, for servers of API version 7 and before. */
  readonly dataset?: unknown;
  /** A network, or several, by their ids. */
  readonly networks?: string | readonly string[] | undefined;
  /** Metadata by key. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** The text of a script to run at every boot. It becomes `user-script` in the metadata. */
  readonly bootScript?: string | undefined;
}

/** What {@link toNewMachine} gives. */
export type MachineToMake<Wish extends MachineWish> = Omit<Wish, keyof MachineWish> &
  Partial<Pick<Wish, keyof Wish & ("name" | "image" | "dataset")>> & {
    networks?: string[];
    metadata?: Record<string, string>;
  };

/**
 * Makes the input of `createMachine` of what people say: one network in place of a list, a script in place of metadata.
 * A name that no server takes is refused here.
 *
 * ```ts
 * await client.createMachine(toNewMachine({ name: "web1", image, networks: net.id, bootScript: "#!/bin/sh\n…" }));
 * ```
 *
 * @throws InputError when the name is none
 */
export function toNewMachine<Wish extends MachineWish>(wish: Wish): MachineToMake<Wish> {
  const { name, image, dataset, networks, metadata, bootScript, ...others } = wish;
  if (name !== undefined) checkName(name);
  const allMetadata = { ...metadata, ...(bootScript !== undefined && { "user-script": bootScript }) };
  const made = {
    ...others,
    ...(name !== undefined && { name }),
    ...(image !== undefined ? { image } : dataset !== undefined && { dataset }),
    ...(networks !== undefined && { networks: typeof networks === "string" ? [networks] : [...networks] }),
    ...(Object.keys(allMetadata).length > 0 && { metadata: allMetadata }),
  };
  // What has been picked apart above is put together again, with the types that it had.
  return made as unknown as MachineToMake<Wish>;
}

/** Those of a machine's addresses that can be reached from the internet. */
export function publicIps({ ips }: { readonly ips: readonly string[] }): string[] {
  return ips.filter((ip) => isAddress(ip) && !isPrivate(ip));
}

/** Those of a machine's addresses that mean something within its own networks only. */
export function privateIps({ ips }: { readonly ips: readonly string[] }): string[] {
  return ips.filter((ip) => isAddress(ip) && isPrivate(ip));
}

function checkName(name: string): void {
  // The server puts part of the id in the place of the braces.
  const filled = name.replaceAll("{{shortId}}", "0");
  if (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(filled)) return;
  throw new InputError(
    `the machine cannot be called ${JSON.stringify(name)}: a name has letters, digits, dots and hyphens, and begins ` +
      "and ends with a letter or a digit",
  );
}

/** Some machines have the word `dhcp` in the place of an address. */
function isAddress(ip: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(ip) || ip.includes(":");
}

/** The private addresses of RFC 1918 and, for IPv6, those of RFC 4193 and of the link alone. */
function isPrivate(ip: string): boolean {
  return /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.|f[cd][\da-f]{2}:|fe[89ab][\da-f]:)/i.test(ip);
}
