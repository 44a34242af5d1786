import { defineConfig, type ApiConfig } from "clientwright";

export default defineConfig({
  apis: {
    linode: { ...api("linode"), extras: "specs/linode/extras" },
    cloudApi: { ...api("cloudapi"), extras: "specs/cloudapi/extras" },
    ionosEnterprise: api("ionosenterprise"),
    decapod: { ...api("decapod"), extras: "specs/decapod/extras" },
  },
});

function api(name: string): ApiConfig {
  return { spec: `specs/${name}/openapi.yaml`, out: `generated/${name}`, package: `@clientwright/${name}` };
}
