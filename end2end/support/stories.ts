// A server with a story and a hostile twin of it, for the trials in other programs.

import { seedHostile } from "./hostile.mjs";
import { newDataFolder, removeDataFolder, seed, startSheaf, type Seed, type Sheaf } from "./sheaf.mjs";

/** The server and the addresses of its stories. */
export interface ServedStories {
  sheaf: Sheaf & Seed;
  story: string;
  hostile: string;
}

/** Makes the stories and serves them. */
export async function serveStories(): Promise<ServedStories> {
  const data = newDataFolder();
  const seeded = seed(data, 15);
  const hostile = seedHostile(data, seeded);
  const started = await startSheaf(data);
  const stop = async () => {
    await started.stop();
    removeDataFolder(data);
  };
  const sheaf = { ...seeded, ...started, stop };
  return { sheaf, story: sheaf.url + sheaf.path, hostile: sheaf.url + hostile };
}
