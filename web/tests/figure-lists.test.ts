import { beforeEach, describe, expect, it, vi } from "vitest";
import { bindPicks } from "../src/figure/choose";
import { fill, made, Stills } from "../src/figure/stills";

const status = (...codes: number[]): (() => Promise<Response>) => {
  const left = [...codes];
  return async () => new Response(null, { status: left.shift() ?? 404 });
};

describe("a small picture", () => {
  it("is waited for while it is made, and given up where there is none or nobody looks", async () => {
    expect(await made("/a.png", undefined, status(202, 200))).toBe(true);
    expect(await made("/a.png", undefined, status(404))).toBe(false);
    expect(await made("/a.png", () => false, status(200))).toBe(false);
    const offline = async (): Promise<Response> => Promise.reject(new TypeError("no network"));
    expect(await made("/a.png", undefined, offline)).toBe(false);
  });

  it("comes into its place without words of its own, since the name stands beside it", () => {
    document.body.innerHTML = '<span class="still" data-still="/a.png"></span>';
    const place = document.querySelector("span") as HTMLElement;
    fill(place);
    const image = place.querySelector("img") as HTMLImageElement;
    expect([image.getAttribute("src"), image.getAttribute("alt")]).toEqual(["/a.png", ""]);
    expect([image.width, image.height]).toEqual([360, 270]);
    expect(place.dataset.still).toBeUndefined();
  });

  it("is asked for one after another, and one that is not there leaves its place empty", async () => {
    vi.stubGlobal("IntersectionObserver", undefined);
    document.body.innerHTML = ["a", "b", "c"].map((name) => `<i data-still="/${name}.png"></i>`).join("");
    let open = 0;
    let most = 0;
    vi.stubGlobal("fetch", async (address: string) => {
      open += 1;
      most = Math.max(most, open);
      await Promise.resolve();
      open -= 1;
      return new Response(null, { status: address === "/b.png" ? 404 : 200 });
    });
    new Stills().watch(document);
    await vi.waitFor(() => expect(document.querySelectorAll("img")).toHaveLength(2));
    expect(most).toBe(1);
    expect([...document.querySelectorAll("i")].map((one) => one.childElementCount)).toEqual([1, 0, 1]);
  });
});

describe("links that choose what a figure shows", () => {
  const exhibit = vi.fn(async () => undefined);
  const links = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>("nav a")];
  const figure = (): HTMLElement => document.querySelector("figure") as HTMLElement;
  const click = (link: Element | undefined, more: MouseEventInit = {}): boolean | undefined =>
    link?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, button: 0, ...more }));

  beforeEach(() => {
    exhibit.mockClear();
    document.body.innerHTML = `<nav data-picks><ul>
      <li><a href="/library/clamshell?level=a" data-motion="clamshell" data-level="a" data-name="Clamshell" aria-current="true">A</a></li>
      <li><a href="/plan?move=2#move" data-motion="squat" data-level="b" data-side="left" data-name="Squat"><b>B</b></a></li>
      <li><a href="/library/other">C</a></li></ul></nav>
      <figure data-motion="clamshell" data-level="a" data-sides="each"></figure><a data-more href="/x">x</a>`;
    bindPicks(document, exhibit);
  });

  it("put another move into the same place, and say which", () => {
    expect(click(links()[1]?.querySelector("b") ?? undefined)).toBe(false);
    expect({ ...figure().dataset }).toEqual({ motion: "squat", level: "b", side: "left" });
    expect(links().map((link) => link.getAttribute("aria-current"))).toEqual([null, "true", null]);
    expect(exhibit).toHaveBeenCalledExactlyOnceWith(figure());
    expect(location.pathname + location.search).toBe("/plan?move=2");
    const more = document.querySelector<HTMLAnchorElement>("a[data-more]");
    expect([more?.getAttribute("href"), more?.textContent]).toEqual(["/library/squat?level=b", "All about Squat"]);
  });

  it("stay links where another window is wanted, or where there is no figure", () => {
    expect(click(links()[1], { ctrlKey: true })).toBe(true);
    expect(click(links()[2])).toBe(true);
    expect(exhibit).not.toHaveBeenCalled();
    expect(figure().dataset.motion).toBe("clamshell");
  });
});
