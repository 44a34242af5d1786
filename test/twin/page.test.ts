import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Twin } from "../../twin/src/index.js";
import { ask, start } from "./support.js";

const executable = "/usr/bin/chromium";
const isThere = existsSync(executable);
const why = isThere ? "" : ` (skipped: there is no ${executable}; apt-get install chromium)`;

describe.skipIf(!isThere)(`the page, in Chromium${why}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  }, 60_000);
  afterAll(() => browser.close());

  async function open(scheme: "light" | "dark" = "light"): Promise<{ twin: Twin; page: Page; errors: string[] }> {
    const twin = await start("linode", { listen: {}, speed: 0 });
    const page = await browser.newPage({ colorScheme: scheme });
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.goto(`${twin.origin}/`);
    await page.getByText("/profile/sshkeys (1)").waitFor();
    return { twin, page, errors };
  }

  it("shows the account and the requests with their verdicts", async () => {
    const { twin, page, errors } = await open();
    await ask(twin, "POST", "/profile/sshkeys", { label: "<b>laptop</b>", ssh_key: "ssh-ed25519 AAAA" });
    await ask(twin, "POST", "/profile/sshkeys", { label: 7 });
    await page.getByText("43 · <b>laptop</b>").waitFor();
    const rows = page.locator("#requests tr");
    await rows.nth(1).waitFor();
    expect(await rows.nth(0).innerText()).toContain("body label: must be string");
    expect(await rows.nth(1).innerText()).toContain("in order");
    expect(await page.title()).toBe("Twin: Linode API");
    expect(errors).toEqual([]);
    await page.close();
  }, 60_000);

  it("turns the clock, sets faults and begins anew", async () => {
    const { twin, page, errors } = await open();
    const before = twin.now.getTime();
    await page.getByRole("button", { name: "1 minute on" }).click();
    await page.getByText("The clock has been turned on.").waitFor();
    expect(twin.now.getTime() - before).toBe(60_000);
    await page.getByLabel("Operation").selectOption("getProfile");
    await page.getByLabel("What").selectOption("status 503");
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByText("The fault is in force.").waitFor();
    expect((await ask(twin, "GET", "/profile")).status).toBe(503);
    await page.getByRole("button", { name: "Remove fault 1" }).click();
    await page.getByText("Removed.").waitFor();
    expect(twin.faults).toEqual([]);
    await ask(twin, "POST", "/profile/sshkeys", { label: "x", ssh_key: "ssh-ed25519 AAAA" });
    await page.getByRole("button", { name: "Begin anew" }).click();
    await page.getByText("as it was at the beginning").waitFor();
    expect((await ask(twin, "GET", "/profile/sshkeys")).body.results).toBe(1);
    expect(errors).toEqual([]);
    await page.close();
  }, 60_000);

  it("can be used from the keyboard alone", async () => {
    const { twin, page } = await open();
    const before = twin.now.getTime();
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? "");
    const reached: string[] = [];
    for (let presses = 0; presses < 20 && (await focused()) !== "Clear all"; presses++) {
      await page.keyboard.press("Tab");
      reached.push((await focused()).slice(0, 20));
      if ((await focused()) === "1 second on") await page.keyboard.press("Enter");
    }
    expect(reached[0]).toBe("To the account");
    expect(reached).toEqual(expect.arrayContaining(["1 second on", "Begin anew", "Add", "Clear all"]));
    await page.getByText("The clock has been turned on.").waitFor();
    expect(twin.now.getTime() - before).toBe(1_000);
    // What has the focus shows it.
    expect(await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)).toBe("solid");
    await page.close();
  }, 60_000);

  it.each(["light", "dark"] as const)(
    "can be read when it is %s",
    async (scheme) => {
      const { page } = await open(scheme);
      const contrast = await page.evaluate(() => {
        const shade = (text: string): number => {
          const [red = 0, green = 0, blue = 0] = (text.match(/[\d.]+/g) ?? []).map(Number).map((each) => {
            const part = each / 255;
            return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const style = getComputedStyle(document.body);
        const [dark = 0, light = 0] = [shade(style.color), shade(style.backgroundColor)].sort(
          (one, other) => one - other,
        );
        return { ratio: (light + 0.05) / (dark + 0.05), isDark: shade(style.backgroundColor) < 0.5 };
      });
      expect(contrast.isDark).toBe(scheme === "dark");
      expect(contrast.ratio).toBeGreaterThan(7);
      await page.close();
    },
    60_000,
  );

  it("lets a client in by a click on the consent page", async () => {
    const twin = await start("linode", { listen: {} });
    const page = await browser.newPage();
    const back = `${twin.origin}/back`;
    await page.goto(
      `${twin.origin}/oauth/authorize?client_id=twin-client&response_type=code&scopes=account:read_only&redirect_uri=${encodeURIComponent(back)}&state=s`,
    );
    expect(await page.getByRole("listitem").innerText()).toContain("account:read_only");
    await page.getByRole("button", { name: "Allow" }).click();
    await page.waitForURL(`${back}?**`);
    const code = new URL(page.url()).searchParams.get("code") ?? "";
    const reply = await twin.fetch(`${twin.origin}/oauth/token`, {
      method: "POST",
      body: new URLSearchParams({ client_id: "twin-client", client_secret: "twin-secret", code }),
    });
    expect(reply.status).toBe(200);
    await page.close();
  }, 60_000);
});
