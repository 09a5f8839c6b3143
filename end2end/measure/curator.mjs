// Somebody who is signed in, without a browser.

import { request } from "@playwright/test";

/** A client of the server at `url` that is signed in; to be disposed of. */
export async function signedIn(url, { handle, password }) {
  const curator = await request.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } });
  await curator.post("/login", { form: { handle, password } });
  return curator;
}
