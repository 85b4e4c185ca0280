import { beforeEach, describe, expect, it, vi } from "vitest";
import { Caption, peaksOf } from "../src/figure/caption";
import { exhibit } from "../src/figure/exhibit";
import { bindGestures } from "../src/figure/gestures";
import { type Acts, Panel, phaseName } from "../src/figure/panel";
import { readTrack } from "../src/figure/track";
import { trackFile } from "./figure-world";

const MUSCLES = [
  { name: "piriformis", label: "piriformis", side: "right", group: "deep-rotators", radius: 0.01, strips: 1 },
] as const;

function acts(): Acts & Record<string, ReturnType<typeof vi.fn>> {
  const names = ["play", "slow", "scrub", "phase", "view", "zoom", "reset", "deep", "side"];
  return Object.fromEntries(names.map((name) => [name, vi.fn()])) as never;
}

function panelOf(offers: Partial<ConstructorParameters<typeof Panel>[1]> = {}): {
  panel: Panel;
  does: ReturnType<typeof acts>;
} {
  const does = acts();
  const panel = new Panel(does, { phases: ["start", "top"], still: false, sides: true, deep: true, ...offers });
  document.body.replaceChildren(panel.root);
  return { panel, does };
}

const nameOf = (one: Element): string => one.getAttribute("aria-label") ?? one.textContent ?? "";
const buttons = (): HTMLButtonElement[] => [...document.querySelectorAll("button")];
const press = (name: string): void =>
  buttons()
    .find((one) => nameOf(one) === name)
    ?.click();
const SHOWN = { playing: true, slow: false, share: 0.4, phase: 1, deep: true, side: "left" } as const;

describe("the buttons", () => {
  it("are buttons with names, in groups with names, and say what is on", () => {
    const { panel } = panelOf();
    panel.show(SHOWN);
    expect(buttons().every((one) => one.type === "button" && nameOf(one) !== "")).toBe(true);
    expect(buttons().map(nameOf)).toContain("Pause");
    expect([...document.querySelectorAll('[role="group"]')].every((one) => one.getAttribute("aria-label"))).toBe(true);
    const on = buttons()
      .filter((one) => one.getAttribute("aria-pressed") === "true")
      .map(nameOf);
    expect(on).toEqual(["Left", "Only the deep rotators"]);
    expect(document.querySelector("input")?.value).toBe("40");
    expect(document.querySelector("input")?.getAttribute("aria-label")).toContain("repetition");
  });

  it("do what they say", () => {
    const { does } = panelOf();
    for (const name of ["Play", "Slow", "Front", "Nearer", "Reset", "Only the deep rotators", "Left"]) press(name);
    expect(does.view).toHaveBeenCalledWith("front");
    expect(does.side).toHaveBeenCalledWith("left");
    for (const name of ["play", "slow", "zoom", "reset", "deep"]) expect(does[name]).toHaveBeenCalledOnce();
    const line = document.querySelector("input") as HTMLInputElement;
    line.value = "75";
    line.dispatchEvent(new Event("input"));
    expect(does.scrub).toHaveBeenCalledWith(0.75);
  });

  it("step through the positions instead of playing where motion is unwanted", () => {
    const { panel, does } = panelOf({ still: true, sides: false });
    panel.show(SHOWN);
    expect(buttons().map(nameOf)).not.toContain("Play");
    expect(document.querySelector("input")).toBeNull();
    press("2 Top");
    expect(does.phase).toHaveBeenCalledWith(1);
    expect(buttons().map(nameOf)).not.toContain("Left");
    expect(phaseName("sit-down")).toBe("Sit down");
  });
});

describe("the caption", () => {
  const track = readTrack(trackFile());

  it("names who works, warm only while they do", () => {
    const caption = new Caption();
    caption.about(track, MUSCLES, "Computed by our model.");
    caption.now(Float32Array.from([0.6]), 0);
    expect(caption.root.querySelector(".works")?.textContent).toBe("piriformis");
    caption.now(Float32Array.from([0.01]), 0);
    expect(caption.root.querySelector(".works")).toBeNull();
    expect(peaksOf(track)).toEqual([1]);
  });

  it("says a tapped muscle's name and how hard it works, on the side that is seen, and forgets it", () => {
    const caption = new Caption();
    caption.about(track, MUSCLES, "");
    caption.tell(MUSCLES[0], 0.33, true, true, 1000);
    const said = caption.root.querySelector('[role="status"]');
    expect(said?.textContent).toBe("piriformis, left: works, about a third of its strength");
    caption.now(Float32Array.from([0]), 60_000);
    expect(said?.textContent).toBe("");
  });
});

describe("hands and keys", () => {
  const turns = { turn: vi.fn(), step: vi.fn(), tap: vi.fn() };
  let canvas: HTMLCanvasElement;

  beforeEach(() => {
    for (const one of Object.values(turns)) one.mockClear();
    canvas = document.createElement("canvas");
    document.body.replaceChildren(canvas);
    bindGestures(canvas, turns);
  });

  const pointer = (type: string, x: number, y: number): boolean =>
    canvas.dispatchEvent(
      new PointerEvent(type, { pointerId: 1, button: 0, clientX: x, clientY: y, bubbles: true, cancelable: true }),
    );

  it("a drag turns it, a tap asks for a name", () => {
    pointer("pointerdown", 10, 10);
    pointer("pointermove", 60, 10);
    pointer("pointerup", 60, 10);
    expect(turns.turn).toHaveBeenCalledOnce();
    expect(turns.tap).not.toHaveBeenCalled();
    pointer("pointerdown", 20, 30);
    pointer("pointerup", 21, 30);
    expect(turns.tap).toHaveBeenCalledOnce();
  });

  it("keys that turn are its own, all others and the wheel are the page's", () => {
    const key = (name: string): KeyboardEvent => {
      const event = new KeyboardEvent("keydown", { key: name, cancelable: true });
      canvas.dispatchEvent(event);
      return event;
    };
    expect(key("ArrowLeft").defaultPrevented).toBe(true);
    expect(key("Tab").defaultPrevented).toBe(false);
    expect(turns.step).toHaveBeenCalledOnce();
    const wheel = new WheelEvent("wheel", { deltaY: 100, cancelable: true });
    canvas.dispatchEvent(wheel);
    expect(wheel.defaultPrevented).toBe(false);
    expect(turns.turn).not.toHaveBeenCalled();
  });
});

describe("a place on a page", () => {
  const place = (): HTMLElement => {
    document.body.innerHTML = '<figure data-motion="clamshell" data-level="no-band"></figure>';
    return document.querySelector("figure") as HTMLElement;
  };
  const says = (status: number, json: object): void => {
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify(json), { status }));
  };

  it("is hidden where there is no figure", async () => {
    says(404, { state: "missing", says: "There is none." });
    const figure = place();
    await exhibit(figure);
    expect(figure.hidden).toBe(true);
  });

  it("shows the server's pictures where nothing can be drawn, each with words", async () => {
    const stills = [{ url: "/figure/a/still-start.png", name: "start", at: 0 }];
    says(200, {
      state: "ready",
      body: "/b.glb",
      track: "/t.bin",
      stills,
      title: "Clamshell",
      alt: "On the side.",
      says: "Computed.",
    });
    const figure = place();
    await exhibit(figure);
    expect(figure.querySelector("img")?.alt).toBe("On the side. start.");
    expect(figure.querySelector("figcaption")?.textContent).toBe("Computed.");
  });
});
