import type { Page } from '@playwright/test';

/**
 * What does not fit: the page wider than the window, words outside of it or cut where they must not be, controls over each other.
 *
 * One walk down the page takes each element's style and box once; what is asked of ancestors (does one of them scroll, is one a control)
 * goes down with the walk. Controls are compared only with those that begin above their lower edge, so hundreds of them in a grid
 * cost no more than looking at each.
 */
export async function misfits(page: Page): Promise<string[]> {
  // Words are as wide as their font makes them.
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  return page.evaluate(() => {
    interface Control {
      readonly element: Element;
      readonly box: DOMRect;
      /** Can it be pressed in its middle? What is scrolled away or covered is not there. */
      reachable?: boolean;
    }
    interface Above {
      readonly scrolls: boolean;
      /** An ellipsis is a promise that the rest is told elsewhere; names, previews and subjects have one. */
      readonly trimmed: boolean;
      readonly inControl: boolean;
      readonly inText: boolean;
    }
    const SLACK_PX = 1;
    const found: string[] = [];
    const controls: Control[] = [];
    const name = (e: Element) =>
      `${e.tagName.toLowerCase()}.${[...e.classList].filter((c) => !c.startsWith('svelte')).join('.')} “${(e.getAttribute('aria-label') ?? e.textContent).trim().slice(0, 50)}”`;
    const hasText = (e: Element) =>
      [...e.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.nodeValue ?? '').trim());

    const look = (e: Element, above: Above) => {
      if (e.matches('svg, .visually-hidden')) return;
      const style = getComputedStyle(e);
      if (style.display === 'none' || style.opacity === '0') return;
      const control = e.matches('button, a[href], input:not([type=radio]), textarea');
      const box = e.getBoundingClientRect();
      if (style.visibility === 'visible' && box.width > 0 && box.height > 0) {
        if (control || e.matches('label, legend, h1, h2, h3, p, dt, dd') || hasText(e))
          measure(e, style, box, above);
        if (control && !above.inText && style.position !== 'absolute') controls.push({ element: e, box });
      }
      const below: Above = {
        scrolls: above.scrolls || /auto|scroll/.test(style.overflowX),
        trimmed: above.trimmed || style.textOverflow === 'ellipsis',
        inControl: above.inControl || e.matches('button, a[href]'),
        inText: above.inText || e.matches('.body, .bar, [role=log]'),
      };
      for (const child of e.children) look(child, below);
    };

    const measure = (e: Element, style: CSSStyleDeclaration, box: DOMRect, above: Above) => {
      const outside = box.left < -SLACK_PX || box.right > innerWidth + SLACK_PX;
      if (outside && !above.scrolls && !above.trimmed && !/auto|scroll/.test(style.overflowX))
        found.push(`${name(e)} is outside`);
      if (style.textOverflow === 'ellipsis' || style.display === 'inline') return;
      // What is written into a field moves in it.
      if (e.matches('input, textarea') || e.scrollWidth <= e.clientWidth + SLACK_PX) return;
      if (/hidden|clip/.test(style.overflowX)) found.push(`${name(e)} is cut`);
      else if (e.matches('button') && !above.inControl)
        found.push(`${name(e)} is wider than its button (${e.scrollWidth} > ${e.clientWidth})`);
    };

    const reachable = (one: Control) =>
      (one.reachable ??= one.element.contains(
        document.elementFromPoint(one.box.left + one.box.width / 2, one.box.top + one.box.height / 2),
      ));

    const sideways = document.documentElement.scrollWidth - innerWidth;
    if (sideways > 0) found.push(`the page is ${sideways} px too wide`);
    // A dialog or a menu covers what is behind it on purpose.
    const top = document.querySelector('dialog[open], [role=menu], [role=dialog]') ?? document.body;
    look(top, { scrolls: false, trimmed: false, inControl: false, inText: false });

    controls.sort((a, b) => a.box.top - b.box.top);
    let near: Control[] = [];
    for (const one of controls) {
      near = near.filter((other) => other.box.bottom > one.box.top + 2 * SLACK_PX);
      for (const other of near) {
        const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        if (wide <= 2 * SLACK_PX) continue;
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
        if (reachable(one) && reachable(other))
          found.push(`${name(other.element)} and ${name(one.element)} lie over each other`);
      }
      near.push(one);
    }
    return found;
  });
}
