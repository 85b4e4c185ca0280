import { beforeEach, describe, expect, it } from "vitest";
import { bindDisclosures, toggleAll } from "../src/disclose";

describe("all reasons at once", () => {
  beforeEach(() => {
    document.body.innerHTML = `
      <button data-disclose="#session" hidden></button>
      <div id="session"><details open></details><details></details></div>`;
  });
  const parts = (): HTMLDetailsElement[] => [...document.querySelectorAll("details")];

  it("one closed reason is enough to open all; then all close", () => {
    expect(toggleAll(parts())).toBe(true);
    expect(parts().every((part) => part.open)).toBe(true);
    expect(toggleAll(parts())).toBe(false);
  });

  it("the button shows itself when there are several reasons", () => {
    bindDisclosures(document);
    const button = document.querySelector("button");
    expect([button?.hidden, button?.textContent]).toEqual([false, "Show all reasons"]);
  });

  it("the button stays hidden for a single reason", () => {
    document.querySelector("details")?.remove();
    bindDisclosures(document);
    expect(document.querySelector("button")?.hidden).toBe(true);
  });

  it("what was folded opens for print and folds again", () => {
    bindDisclosures(document);
    window.dispatchEvent(new Event("beforeprint"));
    expect(parts().every((part) => part.open)).toBe(true);
    window.dispatchEvent(new Event("afterprint"));
    expect(parts().map((part) => part.open)).toEqual([true, false]);
  });
});
