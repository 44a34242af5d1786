import {
  CpuFamily,
  FirewallProtocol,
  IonosEnterpriseClient,
  LicenceType,
  LocationId,
  type NewServer,
  VolumeAvailabilityZone,
  VolumeType,
  type WaitOptions,
} from "@clientwright/ionosenterprise";

/** A server with two disks and two NICs, one of which lets SSH in. */
export const server: NewServer = {
  properties: { name: "bench", cores: 4, ram: 4096, cpuFamily: CpuFamily.IntelXeon },
  entities: {
    volumes: {
      items: [
        {
          properties: {
            name: "system",
            size: 20,
            type: VolumeType.Hdd,
            imageAlias: "ubuntu:latest",
            sshKeys: [process.env.SSH_PUBLIC_KEY ?? "ssh-ed25519 AAAA… me@laptop"],
            availabilityZone: VolumeAvailabilityZone.Zone3,
          },
        },
        { properties: { name: "data", size: 100, type: VolumeType.Ssd, licenceType: LicenceType.Other } },
      ],
    },
    nics: {
      items: [
        {
          properties: { name: "outside", dhcp: true, lan: 1, firewallActive: true, nat: false },
          entities: {
            firewallrules: {
              items: [
                {
                  properties: {
                    name: "SSH from anywhere",
                    protocol: FirewallProtocol.Tcp,
                    portRangeStart: 22,
                    portRangeEnd: 22,
                  },
                },
              ],
            },
          },
        },
        { properties: { name: "inside", dhcp: true, lan: 2 } },
      ],
    },
  },
};

/** Builds a data centre with all that is in it by one request, and then lets its first LAN reach the internet. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  pace: WaitOptions = {},
): Promise<void> {
  const datacenter = await client.beginCreateDatacenter({
    properties: { name: "Workshop", description: "Built at one go", location: LocationId.LasVegas },
    entities: { servers: { items: [server] } },
  });
  const { id: datacenterId } = await datacenter.result(pace);

  // The LANs that the NICs asked for have come into being by themselves, as private ones.
  const lan = await client.beginUpdateLan({ datacenterId, lanId: "1", name: "Outside", public: true });
  await lan.result(pace);

  console.log(JSON.stringify(await client.getDatacenter({ datacenterId, depth: 5 }), null, 2));
}

if (import.meta.filename === process.argv[1]) await main();
