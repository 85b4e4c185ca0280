import { describe, expect, it } from "vitest";
import { bindScale, forKey, JOIN_MS, typed } from "../src/scale";

describe("keys on a 0-10 scale", () => {
  it.each([
    // key, from, to
    ["ArrowRight", null, 0],
    ["ArrowRight", 3, 4],
    ["ArrowUp", 3, 4],
    ["ArrowLeft", 3, 2],
    ["ArrowDown", 3, 2],
    ["ArrowRight", 10, 10],
    ["ArrowLeft", 0, 0],
    ["Home", 7, 0],
    ["End", 7, 10],
    ["Tab", 7, null],
  ] as const)("%s from %s leads to %s", (key, from, to) => {
    expect(forKey(key, from, 0, 10)).toBe(to);
  });

  it("a digit picks its number, 1 and 0 together pick 10", () => {
    expect(typed(7, 0, null, 0, 10)).toBe(7);
    expect(typed(0, JOIN_MS, { digit: 1, atMs: 0 }, 0, 10)).toBe(10);
    expect(typed(0, JOIN_MS + 1, { digit: 1, atMs: 0 }, 0, 10)).toBe(0);
    expect(typed(5, 100, { digit: 4, atMs: 0 }, 0, 10)).toBe(5);
    expect(typed(9, 0, null, 0, 4)).toBeNull();
  });
});

describe("a scale on the page", () => {
  function place(): HTMLElement {
    const radios = Array.from(
      { length: 11 },
      (_, n) => `<label><input type="radio" name="pain" value="${n}">${n}</label>`,
    );
    document.body.innerHTML = `<div data-scale>${radios.join("")}</div>`;
    const root = document.querySelector<HTMLElement>("[data-scale]");
    if (root === null) throw new Error("no scale in the markup");
    bindScale(root);
    return root;
  }
  const chosen = (root: HTMLElement): string | undefined =>
    root.querySelector<HTMLInputElement>("input:checked")?.value;
  const key = (root: HTMLElement, name: string, init: KeyboardEventInit = {}): KeyboardEvent => {
    const event = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...init });
    root.querySelector("input")?.dispatchEvent(event);
    return event;
  };

  it("nothing is chosen until the person chooses", () => {
    expect(chosen(place())).toBeUndefined();
  });

  it("never wraps from the worst to none", () => {
    const root = place();
    key(root, "End");
    expect(key(root, "ArrowRight").defaultPrevented).toBe(true);
    expect(chosen(root)).toBe("10");
  });

  it("tells the form of a change once", () => {
    const root = place();
    let changes = 0;
    root.addEventListener("change", () => {
      changes += 1;
    });
    key(root, "4");
    key(root, "4");
    expect([chosen(root), changes]).toEqual(["4", 1]);
  });

  it("leaves the browser's own keys alone", () => {
    const root = place();
    expect(key(root, "Tab").defaultPrevented).toBe(false);
    expect(key(root, "1", { ctrlKey: true }).defaultPrevented).toBe(false);
    expect(chosen(root)).toBeUndefined();
  });
});
