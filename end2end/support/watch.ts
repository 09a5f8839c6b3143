import type { BrowserContext } from "@playwright/test";

/**
 * Notes everything a page should not do: complain in the console, throw, or ask a stranger for anything. A test fails
 * when something was noted that it did not expect.
 */
export class Watch {
  private readonly noted: string[] = [];
  private readonly expected: RegExp[] = [];

  /** Starts watching the pages of a context; requests may go to these origins and nowhere else. */
  over(context: BrowserContext, origins: string[]): void {
    context.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.note(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => this.note(`uncaught: ${error.error().stack ?? error.error().message}`));
    context.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith("http") && !origins.includes(origin)) this.note(`request to a third party: ${request.url()}`);
    });
  }

  /** Says that this will be noted, because the test provokes it. */
  expect(pattern: RegExp): void {
    this.expected.push(pattern);
  }

  /** What was noted and not expected. */
  surprises(): string[] {
    return this.noted.filter((note) => !this.expected.some((pattern) => pattern.test(note)));
  }

  private note(what: string): void {
    this.noted.push(what);
  }
}
