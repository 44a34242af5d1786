import {
  CpuFamily,
  FirewallProtocol,
  IonosEnterpriseClient,
  LicenceType,
  LocationId,
  VolumeAvailabilityZone,
  VolumeType,
  type WaitOptions,
} from "@clientwright/ionosenterprise";

/**
 * Builds a data centre with a server piece by piece. Each piece has to be there before the next one can use it, so each
 * is waited for.
 */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = { maxWaitMs: 1_800_000 },
): Promise<void> {
  const datacenter = await client.beginCreateDatacenter({
    properties: { name: "Workshop", description: "Built piece by piece", location: LocationId.LasVegas },
  });
  const { id: datacenterId } = await datacenter.result(pace);

  const lan = await client.beginCreateLan({ datacenterId, properties: { name: "Outside", public: true } });
  const { id: lanId } = await lan.result(pace);

  const server = await client.beginCreateServer({
    datacenterId,
    properties: { name: "bench", cores: 4, ram: 4096, cpuFamily: CpuFamily.IntelXeon },
  });
  const { id: serverId } = await server.result(pace);

  const nic = await client.beginCreateNic({
    datacenterId,
    serverId,
    properties: { name: "outside", dhcp: true, lan: Number(lanId), firewallActive: true, nat: false },
  });
  const { id: nicId } = await nic.result(pace);

  const rule = await client.beginCreateFirewallRule({
    datacenterId,
    serverId,
    nicId,
    properties: { name: "SSH from anywhere", protocol: FirewallProtocol.Tcp, portRangeStart: 22, portRangeEnd: 22 },
  });
  await rule.result(pace);

  const disks = [
    {
      name: "system",
      size: 20,
      type: VolumeType.Hdd,
      imageAlias: "ubuntu:latest",
      sshKeys: [process.env.SSH_PUBLIC_KEY ?? "ssh-ed25519 AAAA… me@laptop"],
      availabilityZone: VolumeAvailabilityZone.Zone3,
    },
    { name: "data", size: 100, type: VolumeType.Ssd, licenceType: LicenceType.Other },
  ];
  for (const properties of disks) {
    const volume = await client.beginCreateVolume({ datacenterId, properties });
    const { id } = await volume.result(pace);
    const attachment = await client.beginAttachVolume({ datacenterId, serverId, id });
    await attachment.result(pace);
  }

  console.log(JSON.stringify(await client.getDatacenter({ datacenterId, depth: 5 }), null, 2));
}

if (import.meta.filename === process.argv[1]) await main();
