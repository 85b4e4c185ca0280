import { beforeEach, describe, expect, it } from "vitest";
import { fill } from "../src/inclinometer/form";
import { begin, type Plan, type Run } from "../src/inclinometer/run";

const PLAN: Plan = {
  sides: ["left", "right"],
  trials: 3,
  bounds: { low: -20, high: 90 },
  readyMs: 0,
  holdMs: 2000,
  edge: "plumb",
  sign: "first",
};
const FIELDS = ["left-1", "left-2", "left-3", "right-1", "right-2", "right-3"];

let form: HTMLFormElement;
const values = (): string[] => FIELDS.map((name) => (form.elements.namedItem(name) as HTMLInputElement).value);
const chosen = (): string[] =>
  [...form.querySelectorAll<HTMLInputElement>("input[type=radio]:checked")].map((radio) => radio.value);
const measured = (...told: (number | null)[][]): Run => ({ ...begin(PLAN, 0), values: told });

describe("the trials in the page's own form", () => {
  beforeEach(() => {
    const radios = [
      ["method", "phone"],
      ["method", "goniometer"],
      ["helper", "alone"],
      ["helper", "helper"],
    ].map(([name, value]) => `<input type="radio" name="${name}" value="${value}">`);
    document.body.innerHTML = `<form>${FIELDS.map((name) => `<input name="${name}">`).join("")}${radios.join("")}</form>`;
    form = document.querySelector("form") as HTMLFormElement;
  });

  it("stand as if typed in, with the method and who measured", () => {
    fill(form, PLAN, measured([27, 28, -3], [40, 38, 39]), "helper");
    expect(values()).toEqual(["27", "28", "-3", "40", "38", "39"]);
    expect(chosen()).toEqual(["phone", "helper"]);
  });

  it("leave alone what was typed for a side that was not measured", () => {
    (form.elements.namedItem("right-1") as HTMLInputElement).value = "33";
    fill(form, PLAN, measured([27, null, null], [null, null, null]), "alone");
    expect(values()).toEqual(["27", "", "", "33", "", ""]);
  });

  it("change nothing where nothing was measured", () => {
    fill(form, PLAN, measured([null, null, null], [null, null, null]), "alone");
    expect(values().join("")).toBe("");
    expect(chosen()).toEqual([]);
  });
});
