import { beforeEach, describe, expect, it, vi } from "vitest";
import { signalOf, toldAloud } from "../src/player/cues";
import { readSettings, USUAL } from "../src/player/settings";
import { bestVoice, type Speech, voiceOver } from "../src/player/speak";
import { type View, viewOf } from "../src/player/view";
import { wakeLock } from "../src/player/wake";
import { item, plan, Walk } from "./player-world";

function voice(lang: string, name = lang, localService = true): SpeechSynthesisVoice {
  return { lang, name, localService, default: false, voiceURI: name };
}

class FakeSpeech implements Speech {
  speaking = false;
  pending = false;
  readonly heard: string[] = [];
  voices: SpeechSynthesisVoice[] = [voice("en-GB")];

  speak(utterance: SpeechSynthesisUtterance): void {
    this.speaking = true;
    this.heard.push(utterance.text);
  }
  cancel(): void {
    if (this.speaking) this.heard.push("(cut short)");
    this.speaking = false;
  }
  getVoices(): SpeechSynthesisVoice[] {
    return this.voices;
  }
}

const utter = (text: string): SpeechSynthesisUtterance => ({ text }) as SpeechSynthesisUtterance;

describe("the voice", () => {
  let speech: FakeSpeech;
  beforeEach(() => {
    speech = new FakeSpeech();
  });

  it("never lags: what is said now pushes out what is still being said", () => {
    const said = voiceOver(speech, utter, () => true);
    said.say("Get ready.");
    said.say("1");
    said.say("2");
    expect(speech.heard).toEqual(["Get ready.", "(cut short)", "1", "(cut short)", "2"]);
  });

  it("says nothing where it is not wanted, has no English voice, or is not there", () => {
    voiceOver(speech, utter, () => false).say("1");
    speech.voices = [voice("de-DE")];
    voiceOver(speech, utter, () => true).say("1");
    voiceOver(undefined, utter, () => true).say("1");
    expect(speech.heard).toEqual([]);
  });

  it("a browser that fails to speak does not stop the session", () => {
    const broken = {
      ...speech,
      getVoices: () => [],
      cancel: () => undefined,
      speak: () => {
        throw new Error("no");
      },
    };
    expect(() => voiceOver(broken, utter, () => true).say("1")).not.toThrow();
  });

  it("is British where it can be, else English, else none", () => {
    const [us, gb, far] = [voice("en-US"), voice("en_GB"), voice("en-GB", "far", false)];
    expect(bestVoice([us, far, gb])).toBe(gb);
    expect(bestVoice([voice("fr-FR"), us])).toBe(us);
    expect(bestVoice([voice("fr-FR")])).toBeNull();
  });
});

describe("what is heard in a session", () => {
  function heard(items: Parameters<typeof plan>[0]): string[] {
    const walk = new Walk(plan(items));
    const out: string[] = [];
    let before: View | null = null;
    const look = (): void => {
      const view = viewOf(walk.plan, walk.state, walk.now);
      const { say } = signalOf(before, view);
      if (say !== undefined) out.push(say);
      before = view;
    };
    look();
    walk.begin();
    for (let n = 0; n < 20_000 && walk.state.phase !== "end"; n += 1) {
      look();
      if (walk.state.phase === "ask") walk.answer();
      else walk.pass(0.1);
    }
    look();
    return out;
  }

  it("a set of repetitions is counted, and its last one announced", () => {
    expect(heard([item("clam", { name: "Clamshell", sets: 1, reps: 3 })])).toEqual([
      "Clamshell. Left side. 1 set of 3 repetitions. On the side.",
      "Get ready. Left side. 3 repetitions.",
      "3",
      "2",
      "1",
      "1",
      "2",
      "Last one",
      "Done. Two short questions.",
      "That was the last one. Well done.",
    ]);
  });

  it("a hold is told at its tens and counted out; sides are called before they change", () => {
    const hold = { reps: null, seconds: 20, tempo: null, sets: 1, rest_s: 15 };
    const said = heard([item("figure-4", hold), item("figure-4", { ...hold, side: "right" })]);
    expect(said.slice(5, 12)).toEqual([
      "Hold",
      "10 seconds",
      "3",
      "2",
      "1",
      "Switch sides. Right side. 20 seconds.",
      "3",
    ]);
  });

  it("a pause is said once", () => {
    const walk = new Walk(plan([item("clam")]));
    const before = viewOf(walk.plan, walk.state, walk.now);
    walk.pause();
    const after = viewOf(walk.plan, walk.state, walk.now);
    expect(signalOf(before, after)).toEqual({ say: "Paused" });
    expect(signalOf(after, after)).toEqual({});
  });

  it("a screen reader hears each phase once, not each second", () => {
    const walk = new Walk(plan([item("clam"), item("clam", { side: "right" })]));
    const told: string[] = [];
    for (let n = 0; n < 700; n += 1) {
      if (n === 1) walk.begin();
      const words = toldAloud(viewOf(walk.plan, walk.state, walk.now));
      if (told.at(-1) !== words) told.push(words);
      walk.pass(0.1);
    }
    expect(told.length).toBeLessThanOrEqual(6);
  });
});

describe("the screen", () => {
  it("is kept on again after the page was hidden, and let go at the end", async () => {
    const release = vi.fn(async () => undefined);
    const request = vi.fn(async () => ({ released: release.mock.calls.length > 0, release }));
    const wake = wakeLock(document, { wakeLock: { request } });
    expect(await wake.hold()).toBe(true);
    wake.release();
    document.dispatchEvent(new Event("visibilitychange"));
    expect(request).toHaveBeenCalledTimes(1);
    expect(release).toHaveBeenCalledTimes(1);
  });

  it("says so where the browser cannot", async () => {
    expect(await wakeLock(document, {}).hold()).toBe(false);
  });
});

describe("settings", () => {
  it("are the usual ones where nothing, or nonsense, is kept", () => {
    const kept =
      (text: string | null): (() => Storage) =>
      () =>
        ({ getItem: () => text }) as unknown as Storage;
    expect(readSettings(kept(null))).toEqual(USUAL);
    expect(readSettings(kept("{"))).toEqual(USUAL);
    expect(readSettings(kept('{"voice":"loud","pace":7}'))).toEqual(USUAL);
    expect(readSettings(kept('{"voice":false,"pace":0.8}'))).toEqual({ ...USUAL, voice: false, pace: 0.8 });
    const shut = (): Storage => {
      throw new Error("shut");
    };
    expect(readSettings(shut)).toEqual(USUAL);
  });
});
