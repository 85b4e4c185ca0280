/**
 * Short soft tones, made here, and vibration. In: what happened. Out: a sound, or nothing where the browser has none or
 * the person wants none. Browsers let sound out only after a tap: `unlock` is called by the first one.
 */
import type { Tone } from "./cues";

/** Frequencies [Hz] one after the other, and how long each sounds [s]. */
const TONES: Readonly<Record<Tone, { readonly hz: readonly number[]; readonly s: number }>> = {
  start: { hz: [523.25, 783.99], s: 0.16 },
  change: { hz: [587.33], s: 0.07 },
  tick: { hz: [440], s: 0.06 },
  switch: { hz: [392, 523.25, 392], s: 0.12 },
  end: { hz: [783.99, 523.25], s: 0.22 },
};
const LOUD: Readonly<Record<Tone, number>> = { start: 0.22, change: 0.07, tick: 0.12, switch: 0.2, end: 0.22 };

export interface Sounds {
  unlock(): void;
  play(tone: Tone): void;
}

export function browserSounds(wanted: () => boolean): Sounds {
  let context: AudioContext | null = null;
  return {
    unlock() {
      try {
        context ??= "AudioContext" in globalThis ? new AudioContext() : null;
        if (context?.state !== "running") void context?.resume().catch(() => undefined);
      } catch {
        context = null;
      }
    },
    play(tone) {
      if (context === null || context.state !== "running" || !wanted()) return;
      const { hz, s } = TONES[tone];
      hz.forEach((frequency, n) => {
        if (context !== null) pluck(context, frequency, context.currentTime + n * s, s, LOUD[tone]);
      });
    },
  };
}

/** One tone that swells and fades, so that it does not click. */
function pluck(context: AudioContext, hz: number, at: number, s: number, loud: number): void {
  const wave = context.createOscillator();
  const gain = context.createGain();
  wave.type = "sine";
  wave.frequency.value = hz;
  gain.gain.setValueAtTime(0.0001, at);
  gain.gain.exponentialRampToValueAtTime(loud, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + s + 0.08);
  wave.connect(gain).connect(context.destination);
  wave.start(at);
  wave.stop(at + s + 0.1);
}

/** A vibration where the device can and the person wants it. */
export function vibrate(pattern: readonly number[], wanted: boolean): void {
  if (wanted && "vibrate" in navigator) navigator.vibrate([...pattern]);
}
