import { textsFor } from './texts.ts';

/** Beyond this the number is told as 99+. */
const MOST_SHOWN = 99;
const SVG = 'http://www.w3.org/2000/svg';
const BUBBLE =
  'M5 4h14a3 3 0 0 1 3 3v7a3 3 0 0 1-3 3h-7l-5 4v-4H5a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3zm2.500 7.750a1.250 1.250 0 1 0 0-2.500 1.250 1.250 0 0 0 0 2.500zm4.500 0a1.250 1.250 0 1 0 0-2.500 1.250 1.250 0 0 0 0 2.500zm4.500 0a1.250 1.250 0 1 0 0-2.500 1.250 1.250 0 0 0 0 2.500z';

/** The page's own styles do not reach in here, nor these out. Sizes are in px: the page's root font may be anything. */
const STYLES = `
:host {
  all: initial !important;
  position: fixed !important;
  inset-block-start: var(--stoa-launcher-top, 16px) !important;
  inset-inline-end: var(--stoa-launcher-side, 16px) !important;
  z-index: var(--stoa-launcher-layer, 2147483000) !important;
}
button {
  box-sizing: border-box;
  display: grid;
  place-items: center;
  width: 48px;
  height: 48px;
  margin: 0;
  padding: 0;
  color: var(--stoa-launcher-ink, #fff);
  background: var(--stoa-launcher-ground, #1d5f63);
  border: 2px solid var(--stoa-launcher-edge, #fff);
  border-radius: 50%;
  box-shadow: 0 2px 8px rgb(0 0 0 / 30%);
  cursor: pointer;
  appearance: none;
}
button:hover { filter: brightness(1.12); }
button:focus-visible { outline: 3px solid var(--stoa-launcher-ground, #1d5f63); outline-offset: 2px; }
svg { display: block; width: 26px; height: 26px; fill: currentColor; }
.flag {
  position: absolute;
  inset-block-start: -6px;
  inset-inline-end: -6px;
  box-sizing: border-box;
  min-width: 24px;
  padding: 0 6px;
  font: 700 13px/20px system-ui, sans-serif;
  text-align: center;
  color: #fff;
  background: #b83b12;
  border: 2px solid var(--stoa-launcher-edge, #fff);
  border-radius: 12px;
  pointer-events: none;
}
.flag[hidden] { display: none; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (forced-colors: active) {
  button, .flag { border-color: ButtonText; }
  .flag { color: HighlightText; background: Highlight; forced-color-adjust: none; }
}
@media print { :host { display: none !important; } }
`;

export interface ShownIcon {
  /** How much is unread; undefined while that is not known. */
  show(unread: number | undefined): void;
}

/** Puts the icon into the page. */
export function showIcon(onopen: () => void): ShownIcon {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'closed' });
  dress(root);
  const button = document.createElement('button');
  button.type = 'button';
  button.addEventListener('click', onopen);
  const flag = document.createElement('span');
  flag.className = 'flag';
  flag.hidden = true;
  flag.setAttribute('aria-hidden', 'true');
  const said = document.createElement('span');
  said.className = 'said';
  said.setAttribute('role', 'status');
  button.append(bubble());
  root.append(button, flag, said);
  document.body.append(host);

  let before: number | undefined;
  const show = (unread: number | undefined) => {
    const n = unread ?? 0;
    const { lang, texts } = textsFor(document.documentElement.lang, navigator.languages);
    const name = n > 0 ? texts.unread(n) : texts.chat;
    host.lang = lang;
    button.setAttribute('aria-label', name);
    button.title = name;
    flag.hidden = n === 0;
    flag.textContent = n > MOST_SHOWN ? `${MOST_SHOWN}+` : String(n);
    // Said once, when the first one comes while somebody is on the page; not again with each.
    said.textContent = before === 0 && n > 0 ? name : '';
    before = unread;
  };
  show(undefined);
  return { show };
}

/** A style sheet made here needs no leave of the page's Content-Security-Policy, as a style element does. */
function dress(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    root.adoptedStyleSheets = [sheet];
  } catch {
    const style = document.createElement('style');
    style.textContent = STYLES;
    root.append(style);
  }
}

function bubble(): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', BUBBLE);
  path.setAttribute('fill-rule', 'evenodd');
  svg.append(path);
  return svg;
}
