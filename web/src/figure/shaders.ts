/**
 * What runs on the graphics card. Colours are those of the screen, so that paper stays paper; the light comes
 * softly from
 * above. Everything that moves reads its place from a small texture: nothing large is sent from frame to frame.
 */
const HEAD = `
precision highp float;
precision highp int;
uniform mat4 modelMatrix, viewMatrix, projectionMatrix;
uniform vec3 cameraPosition;
`;

const LIGHT = `
const vec3 SUN = vec3(0.32, 0.87, 0.37);
uniform vec3 shade;
vec3 lit(vec3 colour, vec3 n) {
  float sky = 0.5 + 0.5 * n.y;
  float sun = max(0.0, dot(n, SUN)) * 0.6 + max(0.0, dot(n, SUN) * 0.5 + 0.5) * 0.4;
  float light = clamp(0.3 * sky + 0.78 * sun, 0.0, 1.0);
  return colour * mix(shade, vec3(1.04), light);
}
`;

/** Bones and skin: carried by one node, or by up to four. */
export const CARRIED_VERTEX = `${HEAD}
uniform highp sampler2D pose;
in vec3 position;
in vec3 normal;
in vec4 joint;
#ifdef SOFT
in vec4 weight;
#endif
out vec3 vNormal;
out vec3 vWorld;
mat4 node(float number) {
  int row = int(number + 0.5);
  return mat4(texelFetch(pose, ivec2(0, row), 0), texelFetch(pose, ivec2(1, row), 0),
    texelFetch(pose, ivec2(2, row), 0), texelFetch(pose, ivec2(3, row), 0));
}
void main() {
#ifdef SOFT
  mat4 place = weight.x * node(joint.x);
  if (weight.y > 0.0) place += weight.y * node(joint.y);
  if (weight.z > 0.0) place += weight.z * node(joint.z);
  if (weight.w > 0.0) place += weight.w * node(joint.w);
#else
  mat4 place = node(joint.x);
#endif
  vec4 world = modelMatrix * (place * vec4(position, 1.0));
  vWorld = world.xyz;
  vNormal = mat3(modelMatrix) * (mat3(place) * normal);
  gl_Position = projectionMatrix * (viewMatrix * world);
}
`;

export const BONE_FRAGMENT = `${HEAD}${LIGHT}
uniform vec3 colour, outline;
uniform float inked;
in vec3 vNormal;
in vec3 vWorld;
out vec4 pixel;
void main() {
  vec3 n = normalize(vNormal);
  float facing = abs(dot(n, normalize(cameraPosition - vWorld)));
  vec3 c = lit(colour, n);
  pixel = vec4(mix(c, outline, inked * pow(1.0 - facing, 2.5)), 1.0);
}
`;

/** A person as of glass: clear where one looks straight at it, drawn at its borders. */
export const SKIN_FRAGMENT = `${HEAD}${LIGHT}
uniform vec3 colour, outline;
uniform float clear, drawn;
in vec3 vNormal;
in vec3 vWorld;
out vec4 pixel;
void main() {
  vec3 n = normalize(vNormal);
  float facing = abs(dot(n, normalize(cameraPosition - vWorld)));
  float border = pow(1.0 - facing, 2.2);
  pixel = vec4(mix(lit(colour, n), outline, border * 0.75), mix(clear, drawn, border));
}
`;

export const NOTHING_FRAGMENT = `${HEAD}
out vec4 pixel;
void main() { pixel = vec4(0.0); }
`;

/**
 * Strands, an instance each: a corner knows its ring, its direction round it and the angle of that; `wider` is
 * for the glow.
 */
export const STRAND_VERTEX = `${HEAD}
uniform highp sampler2D rings;
uniform float wider;
uniform int first;
in vec4 spot;
out vec3 vNormal;
out vec3 vWorld;
out vec3 vAlong;
void main() {
  int at = int(spot.x + 0.5) * 3;
  int row = first + gl_InstanceID;
  vec4 centre = texelFetch(rings, ivec2(at, row), 0);
  vec4 across = texelFetch(rings, ivec2(at + 1, row), 0);
  vec4 other = texelFetch(rings, ivec2(at + 2, row), 0);
  vec3 away = spot.y * across.xyz + spot.z * other.xyz;
  vec3 tangent = cross(across.xyz, other.xyz);
  vec4 world = modelMatrix * vec4(centre.xyz + away * centre.w * wider, 1.0);
  vWorld = world.xyz;
  vNormal = mat3(modelMatrix) * normalize(away - tangent * other.w);
  vAlong = vec3(spot.x / LAST, spot.w, across.w);
  gl_Position = projectionMatrix * (viewMatrix * world);
}
`;

export const STRAND_FRAGMENT = `${HEAD}${LIGHT}
uniform vec3 idle, warm, bone, outline;
uniform float strong, rest;
in vec3 vNormal;
in vec3 vWorld;
in vec3 vAlong;
out vec4 pixel;
void main() {
  float work = vAlong.z;
  float alpha = mix(rest, 1.0, smoothstep(0.02, SOLID, work));
  vec3 n = normalize(vNormal);
  float facing = abs(dot(n, normalize(cameraPosition - vWorld)));
  float end = smoothstep(0.2, 0.04, min(vAlong.x, 1.0 - vAlong.x));
  float fibres = 0.94 + 0.06 * sin(vAlong.y * 9.0);
  float heat = smoothstep(0.0, 0.32, work);
  vec3 flesh = mix(idle, warm, heat);
  vec3 c = lit(mix(flesh, bone, end * 0.55) * fibres, n);
  c = mix(c, flesh, 0.5 * heat);
  c = mix(c, outline, (1.0 - heat) * 0.25 * pow(1.0 - facing, 2.0));
  pixel = vec4(c, strong > 0.5 ? 1.0 : alpha * mix(0.75, 1.0, 1.0 - facing));
}
`;

/** The glow of a muscle that works, seen through whatever lies over it. */
export const GLOW_FRAGMENT = `${HEAD}
uniform vec3 warm;
uniform float glow;
in vec3 vNormal;
in vec3 vWorld;
in vec3 vAlong;
out vec4 pixel;
void main() {
  float heat = smoothstep(0.08, 0.6, vAlong.z);
  if (heat <= 0.0) discard;
  float facing = abs(dot(normalize(vNormal), normalize(cameraPosition - vWorld)));
  float ends = smoothstep(0.0, 0.22, vAlong.x) * smoothstep(1.0, 0.78, vAlong.x);
  pixel = vec4(warm, glow * heat * ends * facing * facing);
}
`;

/** Shadows of the body as of many round bars, on level surfaces; softer the higher a part is above. */
export const SHADOW_VERTEX = `
precision highp float;
in vec2 corner;
in vec3 ground;
out vec3 vGround;
void main() {
  vGround = ground;
  gl_Position = vec4(corner, 0.0, 1.0);
}
`;

export const SHADOW_FRAGMENT = `
precision highp float;
uniform vec4 from[BARS];
uniform vec4 to[BARS];
in vec3 vGround;
out vec4 pixel;
void main() {
  float open = 1.0;
  for (int n = 0; n < BARS; n++) {
    vec2 a = from[n].xz;
    vec2 way = to[n].xz - a;
    float share = clamp(dot(vGround.xz - a, way) / max(dot(way, way), 1e-5), 0.0, 1.0);
    vec4 near = mix(from[n], to[n], share);
    float above = near.y - vGround.y;
    if (above > -near.w) {
      float gap = max(above - near.w, 0.0);
      float soft = 0.035 + 0.5 * gap;
      float cover = 1.0 - smoothstep(near.w - 0.03, near.w + soft, distance(vGround.xz, near.xz));
      open *= 1.0 - cover * 0.82 * exp(-3.4 * gap);
    }
  }
  pixel = vec4(1.0 - open, 0.0, 0.0, 1.0);
}
`;

/** Floor, mat and furniture: a flat colour, the light of its face, and the body's shadow where it faces up. */
export const GROUND_VERTEX = `${HEAD}
in vec3 position;
in vec3 normal;
in vec4 tile;
out vec3 vNormal;
out vec3 vLocal;
out vec4 vTile;
void main() {
  vTile = tile;
  vLocal = position;
  vec4 world = modelMatrix * vec4(position, 1.0);
  vNormal = mat3(modelMatrix) * normal;
  gl_Position = projectionMatrix * (viewMatrix * world);
}
`;

export const GROUND_FRAGMENT = `${HEAD}${LIGHT}
uniform sampler2D shadows;
uniform vec3 colour, dark;
uniform vec3 disc;
uniform float depth, veil;
in vec3 vNormal;
in vec3 vLocal;
in vec4 vTile;
out vec4 pixel;
void main() {
  vec3 n = normalize(vNormal);
  float fallen = vTile.z > 0.5 ? texture(shadows, vTile.xy).r : 0.0;
  if (disc.z > 0.0) {
    float away = length(vLocal.xz - disc.xy) / disc.z;
    float here = 1.0 - smoothstep(0.25, 1.0, away);
    float under = fallen * depth;
    float alpha = here * 0.6;
    float whole = alpha + under * here;
    pixel = vec4(mix(colour, dark, clamp(under / max(whole, 1e-3), 0.0, 1.0)), clamp(whole, 0.0, 1.0));
    return;
  }
  pixel = vec4(mix(mix(lit(colour, n), colour, 0.45), dark, fallen * depth), veil);
}
`;

export const LINE_VERTEX = `${HEAD}
in vec3 position;
void main() { gl_Position = projectionMatrix * (viewMatrix * (modelMatrix * vec4(position, 1.0))); }
`;

export const LINE_FRAGMENT = `${HEAD}
uniform vec3 colour;
uniform float alpha;
out vec4 pixel;
void main() { pixel = vec4(colour, alpha); }
`;
