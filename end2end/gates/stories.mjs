// What is judged: a story as they are, one whose every field means harm, and the longest.

import { seedHostile } from "../support/hostile.mjs";
import { seed } from "../support/sheaf.mjs";

/** Makes the stories in a data folder that no server uses. */
export function prepareStories(data) {
  console.error("==> Making three stories");
  const usual = seed(data, 90);
  const longest = { ...seed(data, 2235), password: usual.password };
  return { usual, longest, hostile: { path: seedHostile(data, usual) } };
}
