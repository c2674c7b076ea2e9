/** Shows a number where the window is not looked at: on the tab's icon, and on the icon of an installed app (E7). */
export function showBadge(count: number): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (link) link.href = count > 0 ? numbered(count) : '/icon.svg';
  const app = navigator as {
    setAppBadge?: (n: number) => Promise<void>;
    clearAppBadge?: () => Promise<void>;
  };
  const shown = count > 0 ? app.setAppBadge?.(count) : app.clearAppBadge?.();
  shown?.catch(() => undefined); // only an installed app has an icon
}

/** The icon with a number over its corner, as the data address the content security policy admits for pictures. */
function numbered(count: number): string {
  const text = count > 99 ? '99+' : String(count);
  const width = 26 + 14 * (text.length - 1);
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="15" fill="#1d5f63"/>' +
    '<path fill="#fbf7ef" d="M11 23.5 32 12l21 11.5V27H11zM15.500 30h6v15h-6zM29 30h6v15h-6zM42.500 30h6v15h-6z"/>' +
    `<rect x="${64 - width}" y="32" width="${width}" height="32" rx="14" fill="#d4491b"/>` +
    `<text x="${64 - width / 2}" y="56" font-family="sans-serif" font-size="24" font-weight="700" fill="#fff" text-anchor="middle">${text}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
