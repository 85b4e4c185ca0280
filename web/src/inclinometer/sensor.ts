/**
 * The phone's sensors. In: events of orientation and of motion. Out: the latest direction of up, or what is in the way.
 *
 * Orientation counts first; motion with gravity stands in where orientation gives only nulls, as some devices do. The one
 * event with nothing in it that some browsers send first is passed over. Browsers hold events back while nothing changes,
 * so a reading stands until the next one.
 */
import { upFromAcceleration, upFromOrientation, type Vec } from "./gravity";

export type Trouble = "insecure" | "missing" | "denied" | "silent";

interface Asking {
  requestPermission?: () => Promise<string>;
}

/** Asks for the sensors where the system wants to be asked; to be called from a tap. `null`: nothing is in the way. */
export async function permit(view: Window): Promise<Trouble | null> {
  if (!view.isSecureContext) return "insecure";
  const kinds = view as unknown as Record<string, Asking | undefined>;
  const { DeviceOrientationEvent: orientation, DeviceMotionEvent: motion } = kinds;
  if (orientation === undefined && motion === undefined) return "missing";
  const asking = [orientation, motion].filter((kind) => kind?.requestPermission !== undefined);
  if (asking.length === 0) return null;
  try {
    const answers = await Promise.all(asking.map((kind) => kind?.requestPermission?.()));
    return answers.includes("granted") ? null : "denied";
  } catch {
    return "denied";
  }
}

/** Listens until it is stopped. */
export class Sensor {
  up: Vec | null = null;
  private oriented = false;

  constructor(private readonly view: Window) {
    view.addEventListener("deviceorientation", this.onOrientation);
    view.addEventListener("devicemotion", this.onMotion);
  }

  /** Waits for the first direction. */
  async first(waitMs: number): Promise<boolean> {
    for (let waited = 0; waited < waitMs && this.up === null; waited += 50) {
      await new Promise((done) => setTimeout(done, 50));
    }
    return this.up !== null;
  }

  stop(): void {
    this.view.removeEventListener("deviceorientation", this.onOrientation);
    this.view.removeEventListener("devicemotion", this.onMotion);
  }

  private readonly onOrientation = (event: DeviceOrientationEvent): void => {
    const { beta, gamma } = event;
    if (beta === null || gamma === null) return;
    this.oriented = true;
    this.up = upFromOrientation(beta, gamma);
  };

  private readonly onMotion = (event: DeviceMotionEvent): void => {
    const pull = event.accelerationIncludingGravity;
    if (this.oriented || pull === null || pull.x === null || pull.y === null || pull.z === null) return;
    this.up = upFromAcceleration(pull.x, pull.y, pull.z) ?? this.up;
  };
}
