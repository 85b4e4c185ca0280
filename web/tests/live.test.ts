import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addressOf, bindLive, WAIT_MS } from "../src/live";

const page = (found: string, count: number): string => `
  <form action="/library" data-live="#found">
    <input name="q" type="search"><select id="kind" name="kind"><option value="">Any</option>
    <option value="stretch">Stretch (${count})</option></select><input type="checkbox" name="hurts" value="kneel">
    <span data-live-part="left-out">${count} chosen</span>
  </form><div id="found">${found}</div>`;
const field = (name: string): HTMLInputElement => document.querySelector(`[name=${name}]`) as HTMLInputElement;
const type = async (text: string): Promise<void> => {
  field("q").value = text;
  field("q").dispatchEvent(new Event("input", { bubbles: true }));
  await vi.advanceTimersByTimeAsync(WAIT_MS + 10);
};

describe("a search that answers while it is typed", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    document.body.innerHTML = page("all", 9);
    bindLive(document);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("leaves empty fields out of the address", () => {
    const form = document.querySelector("form") as HTMLFormElement;
    expect(addressOf(form)).toBe("/library");
    field("hurts").checked = true;
    field("q").value = "hip & side";
    expect(addressOf(form)).toBe("/library?q=hip+%26+side&hurts=kneel");
  });

  it("puts the answer, the counts and the address in place", async () => {
    const fetched = vi.spyOn(window, "fetch").mockResolvedValue(new Response(page("<b>clam</b>", 1)));
    const told = vi.spyOn(window.history, "replaceState").mockImplementation(() => undefined);
    await type("clam");
    expect(fetched).toHaveBeenCalledWith("/library?q=clam");
    expect(document.querySelector("#found")?.innerHTML).toBe("<b>clam</b>");
    expect(document.querySelector("option[value=stretch]")?.textContent).toBe("Stretch (1)");
    expect(document.querySelector("[data-live-part]")?.textContent).toBe("1 chosen");
    expect(field("q").value).toBe("clam");
    expect(told).toHaveBeenCalledWith(null, "", "/library?q=clam");
  });

  it("keeps what is there when there is no network or an error", async () => {
    vi.spyOn(window, "fetch").mockRejectedValue(new Error("offline"));
    await type("clam");
    expect(document.querySelector("#found")?.textContent).toBe("all");
    vi.spyOn(window, "fetch").mockResolvedValue(new Response(page("oops", 0), { status: 500 }));
    await type("clams");
    expect(document.querySelector("#found")?.textContent).toBe("all");
  });

  it("lets only the last answer count", async () => {
    const answers: ((response: Response) => void)[] = [];
    vi.spyOn(window, "fetch").mockImplementation(() => new Promise((done) => answers.push(done)));
    vi.spyOn(window.history, "replaceState").mockImplementation(() => undefined);
    await type("c");
    await type("cl");
    answers[1]?.(new Response(page("second", 2)));
    answers[0]?.(new Response(page("first", 1)));
    await vi.advanceTimersByTimeAsync(10);
    expect(document.querySelector("#found")?.textContent).toBe("second");
  });
});
