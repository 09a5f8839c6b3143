import type { CDPSession, Locator, Page } from "@playwright/test";

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

/** How long a finger rests on something to lift it, with some to spare. */
const LONG_PRESS = 500;

/** A finger; Playwright has taps only, so this speaks to Chromium directly. */
export class Finger {
  private at: Point = { x: 0, y: 0 };

  private constructor(private readonly session: CDPSession, private readonly page: Page) {}

  static async of(page: Page): Promise<Finger> {
    return new Finger(await page.context().newCDPSession(page), page);
  }

  async press(on: Locator): Promise<void> {
    this.at = await middle(on);
    await this.touch("touchStart", [this.at]);
  }

  /** Rests long enough to lift what takes a long press. */
  rest(): Promise<void> {
    return this.page.waitForTimeout(LONG_PRESS);
  }

  /** In steps, as a hand does. */
  async moveTo(to: Locator, edge: "above" | "below"): Promise<void> {
    const [start, end] = [this.at, await beside(to, edge)];
    const steps = 12;
    for (let step = 1; step <= steps; step += 1) {
      const along = step / steps;
      this.at = { x: start.x + (end.x - start.x) * along, y: start.y + (end.y - start.y) * along };
      await this.touch("touchMove", [this.at]);
    }
  }

  async lift(): Promise<void> {
    await this.touch("touchEnd", []);
    await this.session.detach();
  }

  private async touch(type: "touchStart" | "touchMove" | "touchEnd", touchPoints: Point[]): Promise<void> {
    await this.session.send("Input.dispatchTouchEvent", { type, touchPoints });
  }
}

/** Drags with a finger; what is no handle takes a long press. */
export async function dragByTouch(page: Page, from: Locator, to: Locator, edge: "above" | "below", press: "at once" | "long" = "at once"): Promise<void> {
  const finger = await Finger.of(page);
  await finger.press(from);
  if (press === "long") await finger.rest();
  await finger.moveTo(to, edge);
  await finger.lift();
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
