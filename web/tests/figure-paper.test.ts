import { describe, expect, it } from "vitest";
import { chosen, pictures } from "../src/figure/paper";

describe("pictures for paper", () => {
  it("are the first, the last and what lies evenly between", () => {
    expect(chosen(1)).toEqual([0]);
    expect(chosen(2)).toEqual([0, 1]);
    expect(chosen(3)).toEqual([0, 1, 2]);
    expect(chosen(5)).toEqual([0, 2, 4]);
  });

  it("are drawn pose by pose, each with its words", () => {
    const canvas = document.createElement("canvas");
    const drawn: number[] = [];
    canvas.toDataURL = () => `data:image/png;base64,${drawn.length}`;
    const row = pictures(document, {
      canvas,
      title: "Clamshell",
      phases: ["start", "knee-up"],
      pose: (phase) => drawn.push(phase),
    });
    const shown = [...row.querySelectorAll("img")];
    expect(drawn).toEqual([0, 1]);
    expect(shown.map(({ alt }) => alt)).toEqual(["Clamshell: start", "Clamshell: knee up"]);
    expect(shown.map(({ src }) => src)).toEqual(["data:image/png;base64,1", "data:image/png;base64,2"]);
  });
});
