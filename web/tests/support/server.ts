/** A server to test against: it keeps facts by their names, and loses requests and answers as told. */
import type { Fetcher } from "../../src/offline/sync";
import type { Fact } from "../../src/offline/types";

type Fate = "answered" | "never-arrives" | "answer-lost" | "fails";

export class FakeServer {
  readonly facts = new Map<string, Fact>();
  readonly batches: number[] = [];
  readonly packs: string[] = [];
  person = "me";
  signedIn = true;
  /** What happens to the next request. */
  fate: () => Fate = () => "answered";
  /** Facts it will not take, and why. */
  refuses: (fact: Fact) => string = () => "";
  /** Facts at which it breaks. */
  breaksAt: (fact: Fact) => boolean = () => false;
  /** Waits before an answer is given, so that answers can overtake each other. */
  delay: () => Promise<void> = () => Promise.resolve();

  readonly fetch: Fetcher = async (address, init) => {
    const fate = this.fate();
    if (fate === "never-arrives") throw new TypeError("Failed to fetch");
    if (fate === "fails") return problem(503, "Later.");
    const answer = this.answer(address, init);
    await this.delay();
    if (fate === "answer-lost") throw new TypeError("Failed to fetch");
    return answer;
  };

  private answer(address: string, init?: RequestInit): Response {
    if (!this.signedIn) return problem(401, "Please sign in.");
    const headers = new Headers(init?.headers);
    if (address === "/api/v1/pack") return this.pack(headers.get("If-None-Match"));
    const claimed = headers.get("Turnout-Person");
    if (claimed !== null && claimed !== this.person) return problem(409, "Somebody else is signed in.");
    return this.take(JSON.parse(String(init?.body)) as Fact[]);
  }

  private take(batch: Fact[]): Response {
    this.batches.push(batch.length);
    if (batch.some(this.breaksAt)) return problem(500, "That did not work.");
    const results = batch.map((fact) => {
      const reason = this.refuses(fact);
      if (reason !== "") return { id: fact.id, status: "refused", reason };
      const status = this.facts.has(fact.id) ? "duplicate" : "stored";
      this.facts.set(fact.id, fact);
      return { id: fact.id, status, reason: "" };
    });
    return Response.json({ results });
  }

  /** A pack that says which facts went into it, so that a test can see that nothing is missing and nothing is double. */
  private pack(known: string | null): Response {
    const etag = `"${this.person}-${this.facts.size}"`;
    this.packs.push(etag);
    if (known === etag) return new Response(null, { status: 304 });
    const body = { person: this.person, contains: [...this.facts.keys()] };
    return Response.json(body, { headers: { ETag: etag } });
  }
}

function problem(status: number, detail: string): Response {
  return Response.json({ status, detail }, { status });
}

/** Numbers that look random and are the same in every run. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
