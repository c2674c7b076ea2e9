import type { Theme } from '@stoa/ui';

const THEME = 'stoa.theme';
const SHOW_OFFLINE = 'stoa.showOffline';

/** Choices of this browser, kept from visit to visit and shared by its tabs. */
class Settings {
  theme = $state<Theme>(readTheme());
  showOffline = $state(localStorage.getItem(SHOW_OFFLINE) !== 'no');

  constructor() {
    addEventListener('storage', (event) => {
      if (event.key === THEME) this.apply(readTheme());
      if (event.key === SHOW_OFFLINE) this.showOffline = event.newValue !== 'no';
    });
  }

  setTheme(theme: Theme): void {
    localStorage.setItem(THEME, theme);
    this.apply(theme);
  }

  setShowOffline(on: boolean): void {
    localStorage.setItem(SHOW_OFFLINE, on ? 'yes' : 'no');
    this.showOffline = on;
  }

  private apply(theme: Theme): void {
    this.theme = theme;
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }
}

function readTheme(): Theme {
  const saved = localStorage.getItem(THEME);
  return saved === 'light' || saved === 'dark' ? saved : 'system';
}

export const settings = new Settings();

const DRAFT = 'stoa.draft:';

/** Drafts, one for each conversation of each account. */
export const drafts = {
  read: (self: string, address: string): string => localStorage.getItem(`${DRAFT}${self}:${address}`) ?? '',
  write(self: string, address: string, text: string): void {
    const key = `${DRAFT}${self}:${address}`;
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  },
  forget(self: string): void {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(`${DRAFT}${self}:`)) localStorage.removeItem(key);
    }
  },
};
