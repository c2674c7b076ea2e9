/**
 * Puts a gzipped copy beside each text of the built app that gets smaller by it. The server sends the copies to whoever takes
 * them, which is every browser, and does not compress anything itself.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const TEXTS = /\.(?:html|js|mjs|css|json|webmanifest|svg|txt)$/;
const dist = join(import.meta.dirname, 'dist');

for (const name of readdirSync(dist, { recursive: true })) {
  if (!TEXTS.test(name)) continue;
  const text = readFileSync(join(dist, name));
  const gzipped = gzipSync(text, { level: 9 });
  if (gzipped.length < text.length) writeFileSync(join(dist, `${name}.gz`), gzipped);
}
