import { defineConfig, type ApiConfig } from "clientwright";

export default defineConfig({
  apis: {
    linode: api("linode"),
    cloudApi: api("cloudapi"),
    ionosEnterprise: api("ionosenterprise"),
    decapod: { ...api("decapod"), extras: "specs/decapod/extras" },
  },
});

function api(name: string): ApiConfig {
  return { spec: `specs/${name}/openapi.yaml`, out: `generated/${name}`, package: `@clientwright/${name}` };
}
