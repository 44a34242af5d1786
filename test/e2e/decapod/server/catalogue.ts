/** What the server can do, and allow: the same for every installation of the test. */
export const playbooks = [
  {
    id: "add_osd",
    name: "Add OSD to Ceph cluster",
    description: "Puts further disks into a cluster.",
    required_server_list: true,
    server_list_policy: "not_in_other_cluster",
    hints: [],
  },
  {
    id: "cluster_deploy",
    name: "Deploy Ceph cluster",
    description: "Makes a cluster of servers.",
    required_server_list: true,
    server_list_policy: "not_in_any_cluster",
    hints: [
      {
        id: "dmcrypt",
        description: "Encrypt the disks",
        type: "boolean",
        default_value: false,
        values: [],
      },
    ],
  },
  {
    id: "hello_world",
    name: "Hello World",
    description: "Shows how a playbook is written.",
    required_server_list: false,
    server_list_policy: "any_server",
    hints: [],
  },
];

const things = ["user", "role", "cluster", "server", "playbook_configuration"];

export const permissions = [
  {
    name: "api",
    permissions: [
      ...["create", "delete", "edit", "view"].flatMap((verb) => things.map((thing) => `${verb}_${thing}`)),
      ...["create", "delete", "view"].map((verb) => `${verb}_execution`),
      ...["user", "role", "cluster", "server"].map((thing) => `view_${thing}_versions`),
      ...["view_playbook_configuration_version", "view_execution_version", "view_execution_steps", "view_cinder"],
    ].sort(),
  },
  { name: "playbook", permissions: playbooks.map(({ id }) => id) },
];
