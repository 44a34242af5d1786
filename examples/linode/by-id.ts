import { isApiError, isNotLoadedError, LinodeClient } from "@clientwright/linode";

/** Shows what sends a request, with a Linode of which nothing but the number is known. */
export async function main(client: LinodeClient = LinodeClient.fromEnv(), number = 123): Promise<void> {
  const linode = client.instance(number); // nothing is sent
  console.log(`the number is ${linode.identity.linodeId}`); // nor here
  try {
    console.log(linode.label);
  } catch (error) {
    if (!isNotLoadedError(error)) throw error;
    console.log("the label is not known yet"); // reading a property never sends anything
  }
  try {
    console.log(`the label is ${await linode.get("label")}`); // one request, which reads everything
    console.log(`the group is ${linode.group}, the region ${await linode.get("region")}`); // known by now
  } catch (error) {
    if (!isApiError(error) || error.status !== 404) throw error;
    console.log("there is no such Linode, or it belongs to somebody else");
  }
}

if (import.meta.filename === process.argv[1]) await main();
