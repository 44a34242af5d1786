import { ApiPermission, DecapodClient, PermissionGroup, PlaybookId } from "@clientwright/decapod";

/** Makes a role that may look at clusters and servers, and run one playbook. */
export async function main(client: DecapodClient = DecapodClient.fromEnv(), name = "watchers"): Promise<void> {
  const role = await client.createRole({
    name,
    permissions: [
      {
        name: PermissionGroup.Api,
        permissions: [
          ApiPermission.ViewCluster,
          ApiPermission.ViewServer,
          ApiPermission.ViewPlaybookConfiguration,
          ApiPermission.CreateExecution,
        ],
      },
      { name: PermissionGroup.Playbook, permissions: [PlaybookId.HelloWorld] },
    ],
  });
  console.log(`the role ${role.data.name} is ${role.id}`);
}

if (import.meta.filename === process.argv[1]) await main();
