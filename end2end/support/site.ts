import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** A web site that is not Sheaf's, on this machine. */
export interface Site {
  /** Its address, without a slash at the end. */
  url: string;
  stop(): void;
}

/** Starts a site that answers like this. */
export async function startSite(answer: RequestListener): Promise<Site> {
  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}
