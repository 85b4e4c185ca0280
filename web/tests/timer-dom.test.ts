import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bindTimer, bindTimers, readPlan } from "../src/timer-dom";

const MARKUP = `
  <section data-timer data-ready="3" data-hold="10" data-rest="5" data-sets="2" data-say-hold="Knees apart" hidden>
    <span data-timer-phase></span><span data-timer-set></span><b data-timer-left></b><progress max="1"></progress>
    <button data-timer-do="toggle"></button><button data-timer-do="skip">Skip</button>
    <button data-timer-do="reset">Again</button>
  </section>`;

let clock = 0;
let end: (() => void) | null = null;

function place(): HTMLElement {
  document.body.innerHTML = MARKUP;
  const root = document.querySelector<HTMLElement>("[data-timer]");
  if (root === null) throw new Error("no timer in the markup");
  end = bindTimer(root, () => clock);
  return root;
}

function pass(seconds: number): void {
  clock += seconds * 1000;
  vi.advanceTimersByTime(200);
}

const text = (part: string): string => document.querySelector(`[data-timer-${part}]`)?.textContent ?? "";
const press = (action: string): void => document.querySelector<HTMLElement>(`[data-timer-do="${action}"]`)?.click();

describe("a timer on the page", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    clock = 1_000;
  });
  afterEach(() => {
    end?.();
    vi.useRealTimers();
  });

  it("shows itself only with the script", () => {
    expect(place().hidden).toBe(false);
  });

  it("counts from ready through hold to rest, in the words of the page", () => {
    place();
    expect([text("phase"), text("left"), text("do")]).toEqual(["Get ready", "3", "Start"]);
    press("toggle");
    pass(4);
    expect([text("phase"), text("left"), text("set"), text("do")]).toEqual(["Knees apart", "9", "1 of 2", "Pause"]);
    pass(10);
    expect(text("phase")).toBe("Rest");
  });

  it("pauses, goes on, starts again", () => {
    place();
    press("toggle");
    pass(5);
    press("toggle");
    pass(60);
    expect([text("left"), text("do")]).toEqual(["8", "Go on"]);
    press("reset");
    expect([text("left"), text("do")]).toEqual(["3", "Start"]);
  });

  it("after the end one press makes it ready once more", () => {
    place();
    press("toggle");
    pass(100);
    expect([text("phase"), text("do")]).toEqual(["Done", "Once more"]);
    press("toggle");
    expect(text("do")).toBe("Start");
  });

  it("nothing to hold leaves it hidden", () => {
    document.body.innerHTML = '<section data-timer data-hold="soon" hidden></section>';
    bindTimers(document);
    expect(document.querySelector<HTMLElement>("[data-timer]")?.hidden).toBe(true);
  });

  it("a damaged number counts as nothing, and there is at least one set", () => {
    document.body.innerHTML = '<section data-timer data-hold="20" data-rest="x" data-sets="-2"></section>';
    const root = document.querySelector<HTMLElement>("[data-timer]");
    expect(root && readPlan(root)).toEqual({ readySeconds: 0, holdSeconds: 20, restSeconds: 0, sets: 1 });
  });
});
