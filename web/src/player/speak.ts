/**
 * The voice. In: words. Out: at most one utterance at a time; what is said now pushes out what was to be said before, so
 * the voice never lags behind the person. Without a voice in the browser nothing happens.
 */

export interface Voice {
  say(words: string): void;
  quiet(): void;
}

/** The part of the browser's speech that is used here. */
export interface Speech {
  readonly speaking: boolean;
  readonly pending: boolean;
  speak(utterance: SpeechSynthesisUtterance): void;
  cancel(): void;
  getVoices(): SpeechSynthesisVoice[];
}

/** British English first, then any English one on the device; `null` for none: better silent than in a wrong language. */
export function bestVoice(voices: readonly SpeechSynthesisVoice[]): SpeechSynthesisVoice | null {
  const tag = (voice: SpeechSynthesisVoice): string => voice.lang.replace("_", "-").toLowerCase();
  const english = voices.filter((voice) => tag(voice) === "en" || tag(voice).startsWith("en-"));
  const rank = (voice: SpeechSynthesisVoice): number =>
    (tag(voice).startsWith("en-gb") ? 2 : 0) + (voice.localService ? 1 : 0);
  return [...english].sort((a, b) => rank(b) - rank(a))[0] ?? null;
}

/** A voice over the browser's speech; `make` builds an utterance. */
export function voiceOver(
  speech: Speech | undefined,
  make: (words: string) => SpeechSynthesisUtterance,
  wanted: () => boolean,
): Voice {
  return {
    say(words) {
      if (speech === undefined || !wanted() || words === "") return;
      try {
        if (speech.speaking || speech.pending) speech.cancel();
        const utterance = make(words);
        const voices = speech.getVoices();
        const voice = bestVoice(voices);
        if (voice === null && voices.length > 0) return;
        utterance.voice = voice;
        utterance.lang = voice?.lang ?? "en-GB";
        utterance.rate = 1.05;
        speech.speak(utterance);
      } catch {
        // a browser that has the names but not the thing
      }
    },
    quiet() {
      try {
        speech?.cancel();
      } catch {
        // as above
      }
    },
  };
}

export function browserVoice(wanted: () => boolean): Voice {
  const speech = "speechSynthesis" in globalThis ? globalThis.speechSynthesis : undefined;
  return voiceOver(speech, (words) => new SpeechSynthesisUtterance(words), wanted);
}
