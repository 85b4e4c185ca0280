import { afterEach, describe, expect, it } from "vitest";
import { permit, Sensor } from "../src/inclinometer/sensor";

const world = (parts: Record<string, unknown>): Window => ({ isSecureContext: true, ...parts }) as unknown as Window;
const asked = (answer: () => Promise<string>): unknown => ({ requestPermission: answer });

describe("permission", () => {
  it("needs a secure page and a sensor", async () => {
    expect(await permit(world({ isSecureContext: false, DeviceOrientationEvent: {} }))).toBe("insecure");
    expect(await permit(world({}))).toBe("missing");
    expect(await permit(world({ DeviceMotionEvent: {} }))).toBeNull();
  });

  it("is asked where the system asks, and a refusal is a refusal", async () => {
    const yes = asked(async () => "granted");
    const no = asked(async () => "denied");
    const broken = asked(async () => Promise.reject(new Error("not from a tap")));
    expect(await permit(world({ DeviceOrientationEvent: yes, DeviceMotionEvent: yes }))).toBeNull();
    expect(await permit(world({ DeviceOrientationEvent: no, DeviceMotionEvent: no }))).toBe("denied");
    expect(await permit(world({ DeviceOrientationEvent: broken }))).toBe("denied");
  });
});

describe("the sensor", () => {
  let sensor: Sensor | null = null;
  afterEach(() => sensor?.stop());

  const send = (kind: string, parts: object): void => {
    window.dispatchEvent(Object.assign(new Event(kind), parts));
  };
  const orientation = (beta: number | null, gamma: number | null): void =>
    send("deviceorientation", { alpha: null, beta, gamma });
  const motion = (x: number | null, y: number | null, z: number | null): void =>
    send("devicemotion", { accelerationIncludingGravity: { x, y, z } });

  it("passes over the first event with nothing in it", async () => {
    sensor = new Sensor(window);
    orientation(null, null);
    send("devicemotion", { accelerationIncludingGravity: null });
    motion(null, null, null);
    expect(sensor.up).toBeNull();
    expect(await sensor.first(100)).toBe(false);
    orientation(90, 12);
    expect(sensor.up?.[1]).toBeCloseTo(1, 9);
    expect(await sensor.first(100)).toBe(true);
  });

  it("falls back to motion only while orientation is silent", () => {
    sensor = new Sensor(window);
    motion(0, 9.81, 0);
    expect(sensor.up).toEqual([0, 1, 0]);
    orientation(0, 0);
    motion(0, 9.81, 0);
    expect(sensor.up?.[2]).toBeCloseTo(1, 9);
  });

  it("keeps the last direction through a moment without weight, and ends when it is told to", () => {
    sensor = new Sensor(window);
    motion(0, 0, 9.81);
    motion(0, 0, 0);
    expect(sensor.up).toEqual([0, 0, 1]);
    sensor.stop();
    motion(0, 9.81, 0);
    expect(sensor.up).toEqual([0, 0, 1]);
  });
});
