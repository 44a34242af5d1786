import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A pair of RSA keys in files, as people have them. */
export interface KeyFile {
  readonly file: string;
  readonly key: string;
  readonly publicKey: string;
}

/** A folder that goes with the test. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "cloudapi-keys-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Makes a pair of keys as people do; the name stands in the public one as its comment. */
export function makeKeyFile(folder: string, name: string): KeyFile {
  const file = join(folder, name);
  execFileSync("ssh-keygen", ["-q", "-N", "", "-C", name, "-t", "rsa", "-b", "2048", "-f", file]);
  return { file, key: readFileSync(file, "utf8"), publicKey: readFileSync(`${file}.pub`, "utf8").trim() };
}

/** Starts an SSH agent that ends with the test, gives it keys, and tells where its socket is. */
export async function startAgent(folder: string, keys: readonly KeyFile[]): Promise<string> {
  const socket = join(folder, "agent.sock");
  const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
  onTestFinished(() => void agent.kill());
  const env = { ...process.env, SSH_AUTH_SOCK: socket };
  for (let tries = 0; ; tries++) {
    try {
      execFileSync("ssh-add", ["-q", ...keys.map(({ file }) => file)], { env, stdio: "pipe" });
      return socket;
    } catch (error) {
      if (tries > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
