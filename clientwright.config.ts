import { defineConfig } from "clientwright";

export default defineConfig({
  apis: {
    linode: { spec: "specs/linode/openapi.yaml", out: "generated/linode", package: "@clientwright/linode" },
  },
});
