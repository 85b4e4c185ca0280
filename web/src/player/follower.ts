/**
 * The figure of a session, fetched when it is first wanted. In: its place. Out: something that follows; until
 * then, calm.
 */
import type { Course, Guide, Move } from "../figure/guide";
import type { Follower } from "./course";

export function lazyFigure(place: HTMLElement): Follower {
  let guide: Guide | null = null;
  let asked = false;
  let move: Move | null = null;
  let course: Course = { kind: "stands", phase: 0, works: false };
  const begin = async (): Promise<void> => {
    const module = await import("../figure/guide");
    guide = new module.Guide(place);
    guide.show(move);
    guide.follow(course);
  };
  return {
    show: (wanted) => {
      move = wanted;
      guide?.show(wanted);
      if (asked || wanted === null) return;
      asked = true;
      begin().catch(() => undefined);
    },
    follow: (wanted) => {
      course = wanted;
      guide?.follow(wanted);
    },
  };
}
