import { imageFilter, instanceTypeFilter, LinodeClient, stackScriptFilter, TypeClass } from "@clientwright/linode";

/** Lists the images of one vendor, the standard types, and one's own StackScripts. */
export async function main(client: LinodeClient = LinodeClient.fromEnv(), vendor = "Debian"): Promise<void> {
  const images = client.paginateImages({ filter: imageFilter.eq("vendor", vendor) });
  for await (const { id } of images) console.log(`image ${id}`);

  const types = client.paginateTypes({ filter: instanceTypeFilter.eq("class", TypeClass.Standard) });
  for await (const { id, price } of types) console.log(`type ${id}: $${price.monthly} a month`);

  const scripts = client.paginateStackScripts({ filter: stackScriptFilter.eq("mine", true) });
  for await (const { id, label } of scripts) console.log(`StackScript ${id}: ${label}`);
}

if (import.meta.filename === process.argv[1]) await main();
