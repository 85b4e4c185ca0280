import { describe, expect, it } from "vitest";
import { fillRopes, pointAt, ROPE_RINGS, ropesFor, shapeOf } from "../src/figure/extras";
import { cornersOf, footprintOf } from "../src/figure/footprint";
import { acrossBody, fitted } from "../src/figure/frame";
import { byKey, offsetOf, turned, viewOf } from "../src/figure/orbit";
import { Pace } from "../src/figure/pace";
import { pickedAt } from "../src/figure/pick";
import { emptySurface, furniture, topsOf } from "../src/figure/surfaces";
import { colourOf, themeOf } from "../src/figure/theme";
import { readTrack } from "../src/figure/track";
import { belly, fillRings, lengthsOf, RINGS, ringsFor, strandsOf } from "../src/figure/tubes";
import { trackFile } from "./figure-world";

const FIELDS = 12;
const straight = Float32Array.from([0, 0, 0, 0.1, 0, 0, 0.3, 0, 0]);
const one = [{ radius: 0.01, strips: 1, family: "a" }];

function rings(
  paths: Float32Array,
  points: number,
  muscles = one,
  work = [0.5],
): { out: Float32Array; strong: number; all: number } {
  const strands = strandsOf(muscles);
  const out = ringsFor(strands.length);
  const list = { list: paths, points };
  return { out, ...fillRings(out, strands, list, Float32Array.from(work), lengthsOf(list)) };
}

describe("a muscle", () => {
  it("has a belly between two tendons", () => {
    expect(belly(0.5)).toBeCloseTo(1);
    expect(belly(0)).toBeCloseTo(belly(1));
    expect(belly(0)).toBeLessThan(0.3);
  });

  it("runs along its path at even distances, square to it", () => {
    const { out } = rings(straight, 3);
    const last = (RINGS - 1) * FIELDS;
    expect([out[0], out[last]].map((x) => Math.round((x ?? 0) * 1000))).toEqual([0, 300]);
    expect(out[FIELDS] ?? 0).toBeCloseTo(0.3 / (RINGS - 1), 2);
    for (let ring = 0; ring < RINGS; ring += 1) {
      expect(out[ring * FIELDS + 4]).toBeCloseTo(0);
      expect(Math.hypot(...out.subarray(ring * FIELDS + 8, ring * FIELDS + 11))).toBeCloseTo(1);
    }
  });

  it("is thicker when it is shorter, since its volume stays", () => {
    const strands = strandsOf(one);
    const [long, short] = [ringsFor(1), ringsFor(1)];
    const middle = 8 * FIELDS + 3;
    fillRings(long, strands, { list: straight, points: 3 }, Float32Array.from([0]), Float32Array.from([0.3]));
    fillRings(
      short,
      strands,
      { list: straight.map((x) => x * 0.7), points: 3 },
      Float32Array.from([0]),
      Float32Array.from([0.3]),
    );
    expect(short[middle] ?? 0).toBeGreaterThan((long[middle] ?? 0) * 1.15);
  });

  it("that is broad has strands of the same volume together, lying towards its neighbour", () => {
    const strands = strandsOf([
      { radius: 0.02, strips: 4, family: "maximus" },
      { radius: 0.02, strips: 1, family: "maximus" },
    ]);
    expect(strands).toHaveLength(5);
    expect(strands[0]).toMatchObject({ radius: 0.01, across: -1, beside: 1 });
    expect(strands[3]).toMatchObject({ across: 1 });
  });

  it("without length or beside itself still makes numbers", () => {
    const muscles = [...one, ...one];
    const { out } = rings(new Float32Array(18), 3, muscles, [0, 0]);
    expect(out.every(Number.isFinite)).toBe(true);
  });

  it("that works hard comes first, and one that is not shown is left out", () => {
    const paths = new Float32Array([...straight, ...straight.map((x) => x + 1)]);
    const muscles = [one[0], { ...one[0], family: "b" }] as typeof one;
    const { out, strong, all } = rings(paths, 3, muscles, [0, 0.9]);
    expect([strong, all]).toEqual([1, 2]);
    expect(out[0]).toBeCloseTo(1);
    const strands = strandsOf(muscles);
    const list = { list: paths, points: 3 };
    const shown = fillRings(ringsFor(2), strands, list, Float32Array.from([0, 0.9]), lengthsOf(list), (n) => n === 0);
    expect(shown).toEqual({ strong: 0, all: 1 });
  });
});

describe("things beside the body", () => {
  it("a loop closes, a line ends where it ends", () => {
    const square = Float32Array.from([0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1]);
    expect(pointAt(square, true, 1)).toEqual([0, 0, 0]);
    expect(pointAt(square, false, 1)).toEqual([0, 0, 1]);
  });

  it("what is not there in a moment has no size", () => {
    const extra = { kind: "hand", closed: false, radius: 0.03, count: 2, points: new Float32Array(6) };
    const out = ropesFor(1);
    fillRopes(out, [extra], [Float32Array.from([0, -9.5, 0, 0, -9.5, 0])]);
    expect(out[Math.floor(ROPE_RINGS / 2) * FIELDS + 3]).toBe(0);
    expect(out.every(Number.isFinite)).toBe(true);
  });

  it("a ball is round and a dumbbell has a grip", () => {
    expect(shapeOf("ball", false)(0.5)).toBe(1);
    expect(shapeOf("ball", false)(0)).toBe(0);
    expect(shapeOf("dumbbell", false)(0.5)).toBeLessThan(shapeOf("dumbbell", false)(0.2));
  });

  it("a table stands on legs, a step is solid, and a wall is only its face", () => {
    const faces = (kind: string): number => {
      const surface = emptySurface();
      furniture(surface, [], { kind, centre: [0, 0.3, 0], half: [0.4, 0.3, 0.2] }, null, [0, 1]);
      return surface.index.length / 6;
    };
    expect([faces("table"), faces("step"), faces("wall")]).toEqual([30, 6, 1]);
    expect(topsOf([{ kind: "wall", centre: [0, 1, 0], half: [1, 1, 0.1] }]).size).toBe(0);
  });
});

describe("where one looks from", () => {
  const eye = { azimuth: 170, elevation: 10, distance: 3 };

  it("a turn goes round, and neither below the floor nor beyond reach", () => {
    expect(turned(eye, { azimuth: 30 }, 3).azimuth).toBe(-160);
    expect(turned(eye, { elevation: -90 }, 3).elevation).toBe(-8);
    expect(turned(eye, { zoom: 100 }, 3).distance).toBe(6);
  });

  it("arrows, plus and minus turn it; other keys are the page's", () => {
    expect(byKey("ArrowLeft")?.azimuth).toBeLessThan(0);
    expect(byKey("+")?.zoom).toBeLessThan(1);
    expect(byKey("Tab")).toBeNull();
    expect(byKey(" ")).toBeNull();
  });

  it("side means the side that works", () => {
    expect(viewOf("side", 0, "right", 3).azimuth).toBe(-90);
    expect(viewOf("side", 0, "left", 3).azimuth).toBe(90);
    expect(offsetOf(viewOf("top", 0, "right", 3))[1]).toBeCloseTo(3, 1);
  });

  it("the whole move fits, whatever the picture's shape", () => {
    const spots = [-1, 1].flatMap((x) => [0, 1.7].map((y) => [x, y, 0] as const));
    const wide = fitted(spots, { ...eye, azimuth: 0, elevation: 0 }, 2);
    const tall = fitted(spots, { ...eye, azimuth: 0, elevation: 0 }, 0.5);
    expect(wide.target.map((n) => Math.round(n * 100) / 100)).toEqual([0, 0.85, 0]);
    expect(tall.distance).toBeGreaterThan(wide.distance * 1.5);
  });

  it("somebody who lies is looked at across, not from the feet", () => {
    const lies = { angle: 0, along: [0.9, 0.3] as const };
    expect(Math.abs(acrossBody(80, lies) - 90)).toBeGreaterThanOrEqual(58);
    expect(acrossBody(10, lies)).toBe(10);
    expect(acrossBody(80, { angle: 0, along: [0.3, 0.3] })).toBe(80);
  });

  it("a mat lies where the body does", () => {
    const print = footprintOf(readTrack(trackFile({ mat: false })), [0, 0]);
    expect(print.middle[0]).toBeCloseTo(0.25);
    expect(cornersOf(print)).toHaveLength(4);
  });
});

describe("a picture", () => {
  it("becomes coarser while it is slow, and no coarser than can be read", () => {
    const pace = new Pace(2);
    for (let n = 0; n < 200; n += 1) pace.told(90);
    expect(pace.ratio).toBe(0.5);
    expect(pace.thrifty).toBe(true);
    for (let n = 0; n < 5000; n += 1) pace.told(8);
    expect(pace.ratio).toBe(2);
  });

  it("takes its colours from the page, and knows the dark", () => {
    expect(colourOf("#fff")).toEqual([1, 1, 1]);
    expect(colourOf(" rgb(255, 0, 0) ")).toEqual([1, 0, 0]);
    expect(colourOf("teal")).toBeNull();
    const tokens: Record<string, string> = { "--paper": "#14161a", "--warm": "#ff6a4d" };
    const theme = themeOf((name) => tokens[name] ?? "");
    expect(theme.dark).toBe(true);
    expect(theme.warm[0]).toBe(1);
  });

  it("says which muscle lies under a finger; one that works is meant rather than one that rests", () => {
    const path = Float32Array.from([0, 0, 0, 100, 0, 0, 0, 8, 0, 100, 8, 0]);
    const pose = { path, activation: Float32Array.from([0, 0.9]) };
    const strands = strandsOf([...one, ...one]);
    const flat = (x: number, y: number): readonly [number, number, number] => [x, y, 0];
    const track = { points: 2, muscles: [0, 1] };
    expect(pickedAt([50, 3], pose, track, strands, flat)?.path).toBe(1);
    expect(pickedAt([50, -15], pose, track, strands, flat)?.path).toBe(0);
    expect(pickedAt([50, 90], pose, track, strands, flat)).toBeNull();
  });
});
