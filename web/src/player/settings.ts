/**
 * What the person likes in the player, kept on this device. In: a `Storage`. Out: settings; where nothing can be kept
 * they last as long as the page. Nothing here is about health.
 */

export interface Settings {
  readonly voice: boolean;
  readonly sound: boolean;
  readonly vibration: boolean;
  /** The next exercise starts by itself, once the first was started. */
  readonly auto: boolean;
  /** Above 1 is slower. */
  readonly pace: number;
}

export const USUAL: Settings = { voice: true, sound: true, vibration: true, auto: true, pace: 1 };
export const PACES = [
  { pace: 1.25, name: "Slower" },
  { pace: 1, name: "As given" },
  { pace: 0.8, name: "Faster" },
] as const;
const KEY = "turnout-player";

export function readSettings(storage: () => Storage): Settings {
  try {
    const kept = JSON.parse(storage().getItem(KEY) ?? "{}") as Record<string, unknown>;
    const flag = (name: "voice" | "sound" | "vibration" | "auto"): boolean =>
      typeof kept[name] === "boolean" ? kept[name] : USUAL[name];
    const pace = PACES.find((one) => one.pace === kept.pace)?.pace ?? USUAL.pace;
    return { voice: flag("voice"), sound: flag("sound"), vibration: flag("vibration"), auto: flag("auto"), pace };
  } catch {
    return USUAL;
  }
}

export function keepSettings(storage: () => Storage, settings: Settings): void {
  try {
    storage().setItem(KEY, JSON.stringify(settings));
  } catch {
    // nothing can be kept here: they last as long as the page
  }
}
