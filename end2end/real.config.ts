import journeys from "./playwright.config.ts";

/** Against real networks that a script has started; see scripts/try-bluesky.sh. */
export default { ...journeys, testDir: "real", workers: 1 };
