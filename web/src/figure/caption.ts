/**
 * An anatomist's caption: the muscles at work, those that work now in the warm colour; or one that was tapped, with
 * how hard
 * it works. In: a track, the body's muscles. Out: an element, changed only when what it says changes.
 */
import type { Muscle } from "./body";
import { at } from "./matrix";
import type { Track } from "./track";
import { muscleSays, seen, working } from "./words";

const NOW = 0.1;
const COMPUTED = "Warm is what works now, as our muscle model computes it. Tap a muscle for its name.";
const NOT_COMPUTED = "How hard the muscles work here is not computed. Tap one for its name.";
const SILENT_MS = 6000;

export class Caption {
  readonly root = document.createElement("figcaption");
  private readonly names = document.createElement("p");
  private readonly said = document.createElement("p");
  private readonly small = document.createElement("p");
  private spans: { span: HTMLElement; paths: readonly number[] }[] = [];
  private until = 0;

  constructor() {
    this.root.className = "motion-caption";
    this.names.className = "caption";
    this.said.className = "motion-said";
    this.said.setAttribute("role", "status");
    this.small.className = "faint small";
    this.root.append(this.names, this.said, this.small);
  }

  /** Names the muscles of a track that work hardest through its repetition. */
  about(track: Track, muscles: readonly Muscle[], says: string): void {
    const names = new Map<string, number[]>();
    for (const path of working(peaksOf(track), NOW, track.muscles.length)) {
      const muscle = muscles[track.muscles[path] ?? -1];
      if (muscle === undefined || (muscle.side !== "" && muscle.side !== track.working)) continue;
      names.set(muscle.label, [...(names.get(muscle.label) ?? []), path]);
    }
    this.spans = [...names].slice(0, 5).map(([label, paths]) => {
      const span = document.createElement("span");
      span.textContent = label;
      return { span, paths };
    });
    this.names.replaceChildren(...this.spans.flatMap(({ span }, n) => (n === 0 ? [span] : [", ", span])));
    this.names.hidden = this.spans.length === 0;
    this.small.textContent = says === "" ? (track.solved ? COMPUTED : NOT_COMPUTED) : says;
    this.said.textContent = "";
  }

  /** Colours what works at this moment. */
  now(activation: Float32Array, time: number): void {
    for (const { span, paths } of this.spans) {
      const works = paths.some((path) => at(activation, path) >= NOW);
      if (span.classList.contains("works") !== works) span.classList.toggle("works", works);
    }
    if (this.until > 0 && time > this.until) this.forget();
  }

  /** Says one muscle's name and how hard it works. */
  tell(muscle: Muscle, activation: number, solved: boolean, mirrored: boolean, time: number): void {
    const name = document.createElement("em");
    name.textContent = muscle.label;
    if (solved && activation >= NOW) name.className = "works";
    this.said.replaceChildren(name, muscleSays(seen(muscle, mirrored), activation, solved));
    this.names.hidden = true;
    this.until = time + SILENT_MS;
  }

  forget(): void {
    this.until = 0;
    this.said.textContent = "";
    this.names.hidden = this.spans.length === 0;
  }
}

/** The most each muscle works in the repetition. */
export function peaksOf({ activation, muscles, frames }: Pick<Track, "activation" | "muscles" | "frames">): number[] {
  return muscles.map((_, path) => {
    let most = 0;
    for (let frame = 0; frame < frames; frame += 1)
      most = Math.max(most, at(activation, frame * muscles.length + path));
    return most;
  });
}
