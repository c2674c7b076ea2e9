/** What can have the focus in a part of the window; the first that is there has it. */
const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select, textarea, [tabindex="0"], [contenteditable=true]';

/** The parts of the window in their order, each with what has its focus first; a page of its own stands in the place of a conversation. */
const REGIONS: readonly (readonly [part: string, first: string])[] = [
  ['nav', 'input[type=search]'],
  ['.talk > header', FOCUSABLE],
  ['[role=log]', 'article[tabindex="0"]'],
  ['.talk > form', 'textarea'],
  ['aside', FOCUSABLE],
  ['main > section:not(.pane)', FOCUSABLE],
];

interface Region {
  readonly element: HTMLElement;
  readonly entry: HTMLElement;
}

/** Where the focus last was in a part. */
const last = new WeakMap<HTMLElement, HTMLElement>();

/**
 * F6 goes from one part of the window to the next, Shift+F6 back (E51): to where the focus was in it last; round at the ends.
 */
export function toRegion(step: 1 | -1): void {
  const all = regions();
  const { activeElement } = document;
  const here = all.findIndex((r) => r.element.contains(activeElement));
  const current = all[here];
  if (current && activeElement instanceof HTMLElement) last.set(current.element, activeElement);
  const from = here < 0 && step < 0 ? 0 : here;
  const next = all[(from + step + all.length) % all.length];
  if (!next) return;
  const before = last.get(next.element);
  (before?.isConnected && before.checkVisibility() ? before : next.entry).focus();
}

function regions(): readonly Region[] {
  return REGIONS.flatMap(([part, first]) => {
    const element = document.querySelector<HTMLElement>(part);
    const entry = Array.from(element?.querySelectorAll<HTMLElement>(first) ?? []).find((e) =>
      e.checkVisibility({ visibilityProperty: true }),
    );
    return element && entry ? [{ element, entry }] : [];
  });
}
