import { IonosEnterpriseClient } from "@clientwright/ionosenterprise";

/** Makes a group, shares a data centre with it, changes what its members may do, and undoes all that. */
export async function main(client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv()): Promise<void> {
  const datacenter = await client.datacenters().first();
  if (datacenter === undefined) throw new Error("there is no data centre; make one with createDatacenter");
  const { datacenterId: resourceId } = datacenter.identity;

  const made = await client.createGroup({
    properties: { name: "builders", createDataCenter: true, reserveIp: true },
  });
  const group = client.group(made);
  const { groupId } = group.identity;
  for await (const { name } of client.groups()) console.log(`- ${name}`);

  // Both replace what was: a privilege that is left out is taken away.
  const { properties } = await client.updateGroup({
    groupId,
    properties: {
      name: "keepers",
      createDataCenter: false,
      createSnapshot: true,
      reserveIp: false,
      accessActivityLog: true,
    },
  });
  console.log(`${properties?.name} may ${properties?.createDataCenter ? "" : "not "}create data centres`);

  const share = await group.addShare({ resourceId, properties: { editPrivilege: true, sharePrivilege: true } });
  share.sharePrivilege = false;
  await share.save();
  for await (const each of group.shares()) {
    console.log(`${each.id}: edit ${each.editPrivilege}, share ${each.sharePrivilege}`);
  }
  const one = await client.getShare({ groupId, resourceId });
  console.log(`shared: ${one.id === resourceId}`);

  await client.deleteShare({ groupId, resourceId });
  await client.deleteGroup({ groupId });
  console.log("undone");
}

if (import.meta.filename === process.argv[1]) await main();
