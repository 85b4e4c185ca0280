/**
 * Turning a figure by hand: a drag, two fingers, keys. The page still scrolls: on a touch screen only a drag across
 * is the
 * figure's, the wheel belongs to the page unless Ctrl is held, and keys count only while the figure has the focus.
 */
import { byKey } from "./orbit";

export interface Turns {
  readonly turn: (by: { azimuth?: number; elevation?: number; zoom?: number }) => void;
  readonly step: (by: { azimuth?: number; elevation?: number; zoom?: number }) => void;
  readonly tap: (x: number, y: number) => void;
}

const DEG_PER_PX = 0.45;
/** What moves less than this is a tap [px]. */
const STILL_PX = 6;
const WHEEL = 0.002;

export function bindGestures(canvas: HTMLCanvasElement, { turn, step, tap }: Turns): void {
  const fingers = new Map<number, readonly [number, number]>();
  let moved = 0;
  const apart = (): number => {
    const [a, b] = [...fingers.values()];
    return a === undefined || b === undefined ? 0 : Math.hypot(a[0] - b[0], a[1] - b[1]);
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (fingers.size === 0) moved = 0;
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    canvas.setPointerCapture?.(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (before === undefined) return;
    const [dx, dy] = [event.clientX - before[0], event.clientY - before[1]];
    const was = apart();
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    moved += Math.abs(dx) + Math.abs(dy);
    if (was > 0) turn({ zoom: was / Math.max(1, apart()) });
    else if (moved > STILL_PX) turn({ azimuth: -dx * DEG_PER_PX, elevation: dy * DEG_PER_PX });
  });
  const over = (event: PointerEvent): void => {
    const alone = fingers.delete(event.pointerId) && fingers.size === 0;
    if (event.type !== "pointerup" || !alone || moved > STILL_PX) return;
    const place = canvas.getBoundingClientRect();
    tap(event.clientX - place.left, event.clientY - place.top);
  };
  canvas.addEventListener("pointerup", over);
  canvas.addEventListener("pointercancel", over);
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      turn({ zoom: Math.exp(event.deltaY * WHEEL * 3) });
    },
    { passive: false },
  );
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = byKey(event.key);
    if (by === null) return;
    event.preventDefault();
    event.stopPropagation();
    step(by);
  });
}
