/** A track and a body as files, small enough to be worked out by hand. */
interface Stored {
  readonly shape: readonly number[];
  readonly type: "int16" | "uint8";
  readonly values: readonly number[];
  readonly scale?: number;
  readonly shift?: number;
  readonly delta?: readonly number[];
}

/** Two nodes, three frames: out, and back. One muscle of three points, whose work rises to all it has. */
export const ARRAYS: Readonly<Record<string, Stored>> = {
  node_position: {
    shape: [3, 2, 3],
    type: "int16",
    values: [0, 100, 0, 50, 100, 0, 0, 100, 0, 50, 200, 0, 0, 100, 0, 50, 100, 0],
    scale: 0.01,
  },
  node_rotation: {
    shape: [3, 2, 4],
    type: "int16",
    values: [0, 0, 0, 32767, 0, 0, 0, 32767, 0, 0, 0, 32767, 0, 23170, 0, 23170, 0, 0, 0, 32767, 0, 0, 0, 32767],
    scale: 1 / 32767,
  },
  path: {
    shape: [3, 1, 3, 3],
    type: "int16",
    values: [0, 100, 0, 10, 100, 0, 20, 100, 0, 0, 100, 0, 10, 110, 0, 20, 120, 0, 0, 100, 0, 10, 100, 0, 20, 100, 0],
    scale: 0.01,
  },
  activation: { shape: [3, 1], type: "uint8", values: [0, 255, 0] },
};

const HEADER = {
  id: "clamshell",
  level: "no-band",
  title: "Clamshell, no band",
  seconds: 4,
  time: [0, 2, 4],
  phase: [0, 0.5, 1],
  phases: [
    { name: "start", at: 0, frame: 0 },
    { name: "top", at: 0.5, frame: 1 },
  ],
  camera: { target: [0, 1, 0], distance: 2, azimuth_deg: 30, elevation_deg: 10 },
  nodes: ["pelvis", "femur_r"],
  boxes: [],
  mat: true,
  extras: [],
  muscles: [0],
  solved: true,
  working: "right",
};

export function trackFile(header: object = {}, arrays: Readonly<Record<string, Stored>> = ARRAYS): ArrayBuffer {
  const payload: number[] = [];
  const told: Record<string, object> = {};
  for (const [name, { values, ...stored }] of Object.entries(arrays)) {
    told[name] = { ...stored, offset: payload.length };
    for (const value of values)
      payload.push(...(stored.type === "int16" ? [value & 255, (value >> 8) & 255] : [value]));
    while (payload.length % 4 !== 0) payload.push(0);
  }
  const json = new TextEncoder().encode(JSON.stringify({ ...HEADER, arrays: told, ...header }));
  const padded = Math.ceil(json.length / 4) * 4;
  const file = new Uint8Array(8 + padded + payload.length).fill(32);
  file.set(new TextEncoder().encode("TRN1"));
  new DataView(file.buffer).setUint32(4, padded, true);
  file.set(json, 8);
  file.set(payload, 8 + padded);
  return file.buffer;
}

/** A body of one bone: a triangle on a node below `femur_r`, ten times as large as its numbers. */
export function bodyFile(change: (json: Record<string, unknown>) => void = () => undefined): ArrayBuffer {
  // three corners of four numbers each, so that a corner takes eight bytes
  const positions = new Int16Array([0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0]);
  const bytes = new Uint8Array(32);
  bytes.set(new Uint8Array(positions.buffer));
  new DataView(bytes.buffer).setUint16(24, 0, true);
  new DataView(bytes.buffer).setUint16(26, 1, true);
  new DataView(bytes.buffer).setUint16(28, 2, true);
  const json: Record<string, unknown> = {
    asset: {
      version: "2.0",
      extras: {
        muscles: [{ name: "piriformis", label: "piriformis", side: "right", group: "deep-rotators", radius_m: 0.01 }],
      },
    },
    extensionsRequired: ["KHR_mesh_quantization"],
    nodes: [
      { name: "pelvis", translation: [0, 1, 0] },
      { name: "femur_r", translation: [0.5, 1, 0], children: [2] },
      { name: "femur_r.mesh", mesh: 0, scale: [10, 10, 10], translation: [1, 0, 0] },
    ],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1 }] }],
    accessors: [
      { bufferView: 0, componentType: 5122, count: 3, type: "VEC3" },
      { bufferView: 1, componentType: 5123, count: 3, type: "SCALAR" },
    ],
    bufferViews: [
      { byteLength: 24, byteStride: 8 },
      { byteOffset: 24, byteLength: 6 },
    ],
  };
  change(json);
  const text = new TextEncoder().encode(JSON.stringify(json));
  const padded = Math.ceil(text.length / 4) * 4;
  const file = new Uint8Array(12 + 8 + padded + 8 + bytes.length).fill(32);
  const view = new DataView(file.buffer);
  [0x46546c67, 2, file.length, padded, 0x4e4f534a].forEach((value, n) => {
    view.setUint32(n * 4, value, true);
  });
  file.set(text, 20);
  view.setUint32(20 + padded, bytes.length, true);
  view.setUint32(24 + padded, 0x004e4942, true);
  file.set(bytes, 28 + padded);
  return file.buffer;
}
