/** What reaches a person who does not look: a voice, a tone, a shake; and a screen that stays awake meanwhile. */

export type Tone = "zero" | "kept" | "refused" | "done";

const HZ: Record<Tone, readonly number[]> = { zero: [660], kept: [660, 880], refused: [220], done: [660, 880, 1100] };
const SHAKE: Record<Tone, readonly number[]> = {
  zero: [120],
  kept: [120, 80, 120],
  refused: [400],
  done: [200, 100, 200],
};
const TONE_S = 0.14;

export class Signals {
  loud = true;
  private audio: AudioContext | null = null;
  private lock: WakeLockSentinel | null = null;
  private open = true;

  /** To be made from a tap: a browser lets no page sound before one. */
  constructor(private readonly view: Window & typeof globalThis) {
    if (view.AudioContext !== undefined) this.audio = new view.AudioContext();
    view.document.addEventListener("visibilitychange", this.stayAwake);
    void this.stayAwake();
  }

  /** Says it, in place of what is still being said. */
  say(text: string): void {
    const speech = this.view.speechSynthesis;
    if (!this.loud || speech === undefined || text === "") return;
    speech.cancel();
    const words = new this.view.SpeechSynthesisUtterance(text);
    words.lang = "en-GB";
    speech.speak(words);
  }

  tone(tone: Tone): void {
    this.view.navigator.vibrate?.([...SHAKE[tone]]);
    const audio = this.audio;
    if (!this.loud || audio === null) return;
    for (const [n, hz] of HZ[tone].entries()) beep(audio, hz, audio.currentTime + n * TONE_S);
  }

  end(): void {
    this.open = false;
    this.view.document.removeEventListener("visibilitychange", this.stayAwake);
    this.view.speechSynthesis?.cancel();
    void this.audio?.close();
    void this.lock?.release();
  }

  private readonly stayAwake = async (): Promise<void> => {
    if (!this.open || this.view.document.visibilityState !== "visible") return;
    try {
      const lock = (await this.view.navigator.wakeLock?.request("screen")) ?? null;
      if (this.open) this.lock = lock;
      else await lock?.release();
    } catch {
      this.lock = null; // a low battery may refuse it; measuring goes on
    }
  };
}

function beep(audio: AudioContext, hz: number, at: number): void {
  const source = audio.createOscillator();
  const volume = audio.createGain();
  source.frequency.value = hz;
  volume.gain.setValueAtTime(0.25, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + TONE_S);
  source.connect(volume).connect(audio.destination);
  source.start(at);
  source.stop(at + TONE_S);
}
