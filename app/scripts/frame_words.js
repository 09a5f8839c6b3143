// What a frame and the page around it agree on.

/** The secret in a fragment like `#?secret=S`; only letters and digits count, as WordPress has it. */
export function secretOf(fragment) {
  const secret = new URLSearchParams(fragment.replace(/^#\??/, "")).get("secret");
  return secret && /^[a-zA-Z0-9]+$/.test(secret) ? secret : null;
}

/** The height of what is in the body, which is not the height of the frame: it also shrinks. */
export function contentHeight(body) {
  const style = getComputedStyle(body);
  return Math.ceil(body.getBoundingClientRect().height + parseFloat(style.marginTop) + parseFloat(style.marginBottom));
}

/** A secret for one frame. */
export function freshSecret() {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join("");
}
