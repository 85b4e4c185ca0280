import { describe, expect, it } from "vitest";
import { readBody } from "../src/figure/body";
import { emptyPose, frameAt, poseAt, wayOf } from "../src/figure/pose";
import { answerOf, whenReady } from "../src/figure/source";
import { readTrack, summed } from "../src/figure/track";
import { ARRAYS, bodyFile, trackFile } from "./figure-world";

const near = (list: ArrayLike<number>): number[] => Array.from(list, (value) => Math.round(value * 100) / 100);

describe("a track", () => {
  it("is read: metres, turns, and shares of all a muscle has", () => {
    const track = readTrack(trackFile());
    expect([track.frames, track.points, track.nodes.length]).toEqual([3, 3, 2]);
    expect(near(track.place.subarray(9, 12))).toEqual([0.5, 2, 0]);
    expect(near(track.turn.subarray(12, 16))).toEqual([0, 0.71, 0, 0.71]);
    expect(near(track.activation)).toEqual([0, 1, 0]);
  });

  it("may tell only what changed, along several axes, and wraps around as 16 bits do", () => {
    const list = Int32Array.from([32767, 1, 2, 1, 0, 0]);
    summed(list, [3, 2], 0);
    expect([...list]).toEqual([32767, 1, -32767, 2, -32767, 2]);
    const path = {
      ...ARRAYS.path,
      values: ARRAYS.path?.values.map((v, n, all) => (n < 9 ? v : v - (all[n - 9] ?? 0))),
    };
    const told = trackFile({}, { ...ARRAYS, path: { ...path, delta: [0] } as never });
    expect(near(readTrack(told).path)).toEqual(near(readTrack(trackFile()).path));
  });

  it.each([
    ["no track", new ArrayBuffer(12), "This is no track."],
    ["cut off in its header", trackFile().slice(0, 40), "cut off inside its header"],
    ["cut off in an array", trackFile().slice(0, -4), 'cut off in "activation"'],
    ["without its nodes", trackFile({ nodes: undefined }), 'lacks its list "nodes"'],
    ["with one node too many", trackFile({ nodes: ["a", "b", "c"] }), '"node_position" is 3 × 2 × 3'],
    ["without its camera", trackFile({ camera: undefined }), "lacks its camera"],
    ["with a time that is no number", trackFile({ time: [0, "x", 4] }), '"time" is not a list of numbers'],
  ])("%s is refused with one sentence", (_, file, says) => {
    expect(() => readTrack(file)).toThrow(says);
  });
});

describe("a body", () => {
  const strange = bodyFile((json) => {
    json.extensionsRequired = ["X"];
  });

  it("has its bones in the frame of the node that carries them", () => {
    const body = readBody(bodyFile());
    const { position, joint, index } = body.bones;
    expect(near(position)).toEqual([1, 0, 0, 11, 0, 0, 1, 10, 0]);
    expect(body.nodes[joint[0] ?? -1]).toBe("femur_r");
    expect([...index]).toEqual([0, 1, 2]);
    expect(body.muscles[0]).toMatchObject({ label: "piriformis", side: "right", strips: 1 });
  });

  it.each([
    ["no glTF", new ArrayBuffer(64), "no binary glTF"],
    ["cut off", bodyFile().slice(0, 100), "cut off before its end"],
    ["compressed in a way not known", strange, "asks for X"],
  ])("%s is refused with one sentence", (_, file, says) => {
    expect(() => readBody(file)).toThrow(says);
  });
});

describe("a pose", () => {
  const track = readTrack(trackFile());

  it("between two frames is between both: places straight, turns round, work in proportion", () => {
    const pose = emptyPose(track);
    poseAt(track, 1, pose);
    expect(near(pose.nodes.subarray(28, 31))).toEqual([0.5, 1.5, 0]);
    expect(near(pose.nodes.subarray(16, 19))).toEqual([0.71, 0, -0.71]);
    expect(near(pose.activation)).toEqual([0.5]);
  });

  it("at the end is the first again", () => {
    expect(frameAt(track, 4)).toEqual({ frame: 1, share: 1 });
    expect(frameAt(track, 99)).toEqual({ frame: 1, share: 1 });
  });

  it("of a walk stays on the spot", () => {
    const values = [...(ARRAYS.node_position?.values ?? [])].map((v, n) =>
      n % 3 === 0 ? v + 40 * Math.floor(n / 6) : v,
    );
    const walk = readTrack(trackFile({}, { ...ARRAYS, node_position: { ...ARRAYS.node_position, values } as never }));
    expect(near(wayOf(walk))).toEqual([0.8, 0]);
    const pose = emptyPose(walk);
    poseAt(walk, 4, pose);
    expect(near(pose.nodes.subarray(12, 15))).toEqual([0, 1, 0]);
  });
});

describe("what the server says", () => {
  const answer = (status: number, json: unknown): Response => new Response(JSON.stringify(json), { status });
  const ready = { state: "ready", body: "/b.glb", track: "/t.bin", stills: [{ url: "/s.png", name: "start", at: 0 }] };

  it("is waited for, and told on the way", async () => {
    const answers = [
      answer(202, { state: "building", done: 1, of: 3, says: "Working out the pose." }),
      answer(200, ready),
    ];
    const heard: number[] = [];
    const found = await whenReady(
      "x",
      "",
      ({ done }) => heard.push(done),
      undefined,
      async () => answers.shift() as Response,
    );
    expect(found?.stills).toEqual([{ url: "/s.png", name: "start" }]);
    expect(heard).toEqual([1]);
  });

  it("means no figure when there is none, no network, or no sense in it", async () => {
    const none = async (): Promise<Response> => answer(404, { state: "missing" });
    const cut = async (): Promise<Response> => Promise.reject(new TypeError("no network"));
    expect(await whenReady("x", "", undefined, undefined, none)).toBeNull();
    expect(await whenReady("x", "", undefined, undefined, cut)).toBeNull();
    expect(answerOf("nonsense")).toEqual({ state: "missing" });
    expect(answerOf({ state: "ready" })).toEqual({ state: "missing" });
  });

  it("asks for a test, which has no level, by a dash", async () => {
    const asked: string[] = [];
    await whenReady("prone-er", "", undefined, undefined, async (address) => {
      asked.push(address);
      return answer(404, {});
    });
    expect(asked).toEqual(["/figure/prone-er/-"]);
  });
});
