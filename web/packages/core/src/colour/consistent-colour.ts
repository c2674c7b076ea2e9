import { sha1 } from './sha1.ts';

/** Colours by XEP-0392: the same name has the same hue in every client that follows it. */

/** The same few names stand beside every line; this many are kept, then all are forgotten. */
const KEPT = 5_000;
const kept = new Map<string, number>();

/** §5.1: the first two bytes of the SHA-1, least significant first, as an angle in degrees. */
export function hueOf(name: string): number {
  const known = kept.get(name);
  if (known !== undefined) return known;
  if (kept.size >= KEPT) kept.clear();
  const [low = 0, high = 0] = sha1(name);
  const hue = ((high * 256 + low) / 65536) * 360;
  kept.set(name, hue);
  return hue;
}

/** The colour of a name as CSS, at a lightness (0..100) and saturation (0..100) that suit the ground it stands on. */
export function colourOf(name: string, lightness = 50, saturation = 100): string {
  const [r, g, b] = hsluvToRgb(hueOf(name), saturation, lightness).map((v) => Math.round(v * 255));
  return `rgb(${r} ${g} ${b})`;
}

/** HSLuv: within sRGB, lightness as the eye sees it, saturation relative to what the hue can have. */
export function hsluvToRgb(hue: number, saturation: number, lightness: number): [number, number, number] {
  if (lightness >= 99.999) return [1, 1, 1];
  if (lightness <= 0.001) return [0, 0, 0];
  const radians = (hue / 180) * Math.PI;
  const chroma = (maxChroma(lightness, radians) * saturation) / 100;
  return luvToRgb(lightness, Math.cos(radians) * chroma, Math.sin(radians) * chroma);
}

/** CIE XYZ to linear sRGB. */
const M = [
  [3.240969941904521, -1.537383177570093, -0.498610760293],
  [-0.96924363628087, 1.87596750150772, 0.041555057407175],
  [0.055630079696993, -0.20397695888897, 1.056971514242878],
] as const;
const REF_U = 0.19783000664283;
const REF_V = 0.46831999493879;
const KAPPA = 903.2962962;
const EPSILON = 0.0088564516;

/** How far one can go from grey in a direction of the u*v* plane before a channel leaves 0..1. */
function maxChroma(l: number, radians: number): number {
  const sub1 = (l + 16) ** 3 / 1_560_896;
  const sub2 = sub1 > EPSILON ? sub1 : l / KAPPA;
  let shortest = Infinity;
  for (const [m1, m2, m3] of M) {
    for (const t of [0, 1]) {
      const top1 = (284_517 * m1 - 94_839 * m3) * sub2;
      const top2 = (838_422 * m3 + 769_860 * m2 + 731_718 * m1) * l * sub2 - 769_860 * t * l;
      const bottom = (632_260 * m3 - 126_452 * m2) * sub2 + 126_452 * t;
      const length = top2 / bottom / (Math.sin(radians) - (top1 / bottom) * Math.cos(radians));
      if (length >= 0) shortest = Math.min(shortest, length);
    }
  }
  return shortest;
}

function luvToRgb(l: number, u: number, v: number): [number, number, number] {
  const varU = u / (13 * l) + REF_U;
  const varV = v / (13 * l) + REF_V;
  const y = l > 8 ? ((l + 16) / 116) ** 3 : l / KAPPA;
  const x = -(9 * y * varU) / ((varU - 4) * varV - varU * varV);
  const z = (9 * y - 15 * varV * y - varV * x) / (3 * varV);
  const channel = ([a, b, c]: readonly [number, number, number]) => {
    const linear = a * x + b * y + c * z;
    const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
    return Math.min(1, Math.max(0, value));
  };
  return [channel(M[0]), channel(M[1]), channel(M[2])];
}
