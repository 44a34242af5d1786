import { type Image, ImageType, IonosEnterpriseClient, LocationId } from "@clientwright/ionosenterprise";

/** Lists the images of disks at one location that have a word in their names. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  word = "Ubuntu",
  location: string = LocationId.Karlsruhe,
): Promise<void> {
  for await (const { id, properties } of findImages(client, word, location)) {
    console.log(`${id}  ${properties?.name}  ${properties?.location}`);
  }
}

/** The API cannot search, so this looks through all images. Upper and lower case are the same to it. */
export async function* findImages(
  client: IonosEnterpriseClient,
  word: string,
  location: string,
): AsyncGenerator<Image, void> {
  for await (const image of client.paginateImages()) {
    const { name, location: place, imageType } = image.properties ?? {};
    if (place !== location || imageType !== ImageType.Hdd) continue;
    if (name?.toLowerCase().includes(word.toLowerCase())) yield image;
  }
}

if (import.meta.filename === process.argv[1]) await main();
