import { IonosEnterpriseClient } from "@clientwright/ionosenterprise";

/** Makes a user, renames the user, lets the user into a group and out again, and deletes the user. */
export async function main(
  client: IonosEnterpriseClient = IonosEnterpriseClient.fromEnv(),
  password = process.env.NEW_PASSWORD ?? "a-long-passphrase",
): Promise<void> {
  const group = await client.groups().first();
  if (group === undefined) throw new Error("there is no group; make one with createGroup");

  const made = await client.createUser({
    properties: {
      firstname: "Ann",
      lastname: "Other",
      email: "ann@example.org",
      password,
      administrator: false,
      forceSecAuth: false,
    },
  });
  const { userId } = client.user(made).identity;

  // These five have to be given together, whether they change or not.
  await client.updateUser({
    userId,
    properties: {
      firstname: "Ann",
      lastname: "Smith",
      email: "ann@example.org",
      administrator: true,
      forceSecAuth: false,
    },
  });
  // Handled as a thing, a user knows the other four by itself.
  const user = client.user(await client.getUser({ userId }));
  user.firstname = "Anna";
  await user.save();
  for await (const { firstname, lastname, administrator } of client.users()) {
    console.log(`${firstname} ${lastname}${administrator ? " (administrator)" : ""}`);
  }

  await group.addUser({ id: userId });
  for await (const { email } of group.users()) console.log(`${group.name}: ${email}`);
  await group.removeUser({ userId });

  await client.deleteUser({ userId });
  console.log("deleted");
}

if (import.meta.filename === process.argv[1]) await main();
