import type { Locator, Page } from "@playwright/test";

interface Point {
  x: number;
  y: number;
}

/** Drags with the mouse, in steps as a hand does, to the upper or lower edge of a target. */
export async function dragByMouse(page: Page, from: Locator, to: Locator, edge: "above" | "below"): Promise<void> {
  await carryByMouse(page, from, to, edge);
  await page.mouse.up();
}

/** The same without letting go. */
export async function carryByMouse(page: Page, from: Locator, to: Locator, edge: "above" | "below"): Promise<void> {
  await from.scrollIntoViewIfNeeded();
  const [start, end] = [await middle(from), await beside(to, edge)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 8, start.y + 8);
  await page.mouse.move(end.x, end.y, { steps: 12 });
}

/** Drags with a finger; Playwright has taps only, so this speaks to Chromium directly. */
export async function dragByTouch(page: Page, from: Locator, to: Locator, edge: "above" | "below", rest = 0): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", points: Point[]) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  const [start, end] = [await middle(from), await beside(to, edge)];
  await touch("touchStart", [start]);
  if (rest) await page.waitForTimeout(rest);
  const steps = 12;
  for (let step = 1; step <= steps; step += 1) {
    const along = step / steps;
    await touch("touchMove", [{ x: start.x + (end.x - start.x) * along, y: start.y + (end.y - start.y) * along }]);
  }
  await touch("touchEnd", []);
  await session.detach();
}

async function middle(of: Locator): Promise<Point> {
  const { x, y, width, height } = await box(of);
  return { x: x + width / 2, y: y + height / 2 };
}

async function beside(of: Locator, edge: "above" | "below"): Promise<Point> {
  const { x, y, width, height } = await box(of);
  return { x: x + width / 2, y: edge === "above" ? y + 4 : y + height - 4 };
}

async function box(of: Locator): Promise<Point & { width: number; height: number }> {
  const found = await of.boundingBox();
  if (!found) throw new Error(`${of} is not on the page`);
  return found;
}
