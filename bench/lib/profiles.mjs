// @ts-check
// What the server answers, in ASCII so that characters are bytes.

const common = {
  username: "example",
  email: "example@example.org",
  timezone: "US/Eastern",
  email_notifications: true,
  two_factor_auth: false,
  restricted: false,
  lish_auth_method: "keys_only",
};
const key = `ssh-ed25519 ${"AAAAC3NzaC1lZDI1NTE5AAAA".repeat(3)} example@example.org`;

/** Two replies as JSON text. */
export const profiles = {
  small: JSON.stringify(common),
  large: JSON.stringify({
    ...common,
    authentication_type: "password",
    authorized_keys: Array.from({ length: 7 }, () => key),
    referrals: { code: "871be32f49c1411b14f29f618aaf0c14637fb8d3", completed: 0, credit: 0, pending: 0, total: 0 },
  }),
};
