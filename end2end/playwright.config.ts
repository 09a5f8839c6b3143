import { existsSync } from "node:fs";
import { defineConfig, devices } from "@playwright/test";

// Debian's Chromium where there is one, else the one that Playwright downloads.
const chromium = process.env.SHEAF_CHROMIUM ?? ["/usr/bin/chromium"].find(existsSync);

// Without these a Chromium run by root does not start, and one without the internet spends its time asking for it.
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "journeys",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    launchOptions: { executablePath: chromium, args },
    trace: "retain-on-failure",
    locale: "en-GB",
    timezoneId: "UTC",
  },
});
