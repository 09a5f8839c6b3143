import { startSite, type Site } from "./site.ts";

/** A Bluesky network with invented posts, as far as capturing a post by its address goes. */
export class InventedBluesky {
  private readonly posts = new Map<string, object>();

  private constructor(readonly site: Site) {}

  static async start(): Promise<InventedBluesky> {
    let find = (_: string): object | undefined => undefined;
    const site = await startSite((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://network.example");
      const found = pathname === "/xrpc/app.bsky.feed.getPosts" ? find(searchParams.get("uris") ?? "") : undefined;
      response.setHeader("content-type", "application/json").end(JSON.stringify({ posts: found ? [found] : [] }));
    });
    const network = new InventedBluesky(site);
    find = (uri) => network.posts.get(uri);
    return network;
  }

  /** The options of a server that asks this network and no other. */
  get options(): string[] {
    return ["--bluesky-appview", this.site.url, "--bluesky-public", this.site.url, "--bluesky-pds", this.site.url];
  }

  /** Publishes a post and gives its address; `labels` are what its author says of themselves. */
  publish(name: string, text: string, labels: string[] = []): string {
    const did = `did:plc:${name}`;
    const uri = `at://${did}/app.bsky.feed.post/${name}`;
    const label = (val: string) => ({ src: did, uri: `at://${did}/app.bsky.actor.profile/self`, val, cts: "2026-11-01T00:00:00Z" });
    const author = { did, handle: `${name}.example`, displayName: name, labels: labels.map(label) };
    const record = { $type: "app.bsky.feed.post", text, createdAt: "2026-11-18T20:05:00.000Z", langs: ["en"] };
    this.posts.set(uri, { uri, cid: `bafy${name}`, author, record, indexedAt: "2026-11-18T20:05:01.000Z", labels: [] });
    return `https://bsky.app/profile/${did}/post/${name}`;
  }

  /** Deletes a post at its source. */
  delete(address: string): void {
    const [, did, name] = address.match(/profile\/(.+)\/post\/(.+)$/) ?? [];
    this.posts.delete(`at://${did}/app.bsky.feed.post/${name}`);
  }

  stop(): void {
    this.site.stop();
  }
}
