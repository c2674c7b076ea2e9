import type { Draft } from '@stoa/core';
import { type LanguageChoice, type Theme, language, speak } from '@stoa/ui';
import { kept } from './kept.ts';

const THEME = 'stoa.theme';
const CONTRAST = 'stoa.contrast';
const LANGUAGE = 'stoa.language';
const LIST_HIDDEN = 'stoa.listHidden';
const ENTER_SENDS = 'stoa.enterSends';

/** Choices of this browser, kept from visit to visit and shared by its tabs. */
class Settings {
  theme = $state<Theme>(readTheme());
  /** E54: stronger contrast than the system asks for. */
  contrast = $state(kept.get(CONTRAST) === 'more');
  /** E53: 'system' is the browser's; tests may have written a language that is in no menu. */
  language = $state(kept.get(LANGUAGE) ?? 'system');
  /** S22: the list is put away, so that the conversation has the width. */
  listHidden = $state(kept.get(LIST_HIDDEN) === 'yes');

  /** E28: Enter sends, or begins a new line and Ctrl+Enter sends. */
  enterSends = $state(kept.get(ENTER_SENDS) !== 'no');

  constructor() {
    addEventListener('storage', (event) => {
      if (event.key === THEME) this.apply(readTheme());
      if (event.key === CONTRAST) this.strengthen(event.newValue === 'more');
      if (event.key === LANGUAGE) void this.speakNow(event.newValue ?? 'system');
      if (event.key === ENTER_SENDS) this.enterSends = event.newValue !== 'no';
    });
    addEventListener('languagechange', () => void this.speakNow(this.language));
  }

  setTheme(theme: Theme): void {
    kept.set(THEME, theme);
    this.apply(theme);
  }

  setContrast(more: boolean): void {
    if (more) kept.set(CONTRAST, 'more');
    else kept.remove(CONTRAST);
    this.strengthen(more);
  }

  async setLanguage(choice: LanguageChoice): Promise<void> {
    if (choice === 'system') kept.remove(LANGUAGE);
    else kept.set(LANGUAGE, choice);
    await this.speakNow(choice);
  }

  /** The page waits for this before it shows anything: nobody sees one language turn into another. */
  async speakNow(choice: string): Promise<void> {
    this.language = choice;
    await speak(choice, navigator.languages);
    document.documentElement.lang = language.tag;
    document.documentElement.dir = language.dir;
  }

  setListHidden(hidden: boolean): void {
    kept.set(LIST_HIDDEN, hidden ? 'yes' : 'no');
    this.listHidden = hidden;
  }

  setEnterSends(on: boolean): void {
    kept.set(ENTER_SENDS, on ? 'yes' : 'no');
    this.enterSends = on;
  }

  private strengthen(more: boolean): void {
    this.contrast = more;
    if (more) document.documentElement.dataset.contrast = 'more';
    else delete document.documentElement.dataset.contrast;
  }

  private apply(theme: Theme): void {
    this.theme = theme;
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }
}

function readTheme(): Theme {
  const saved = kept.get(THEME);
  return saved === 'light' || saved === 'dark' ? saved : 'system';
}

export const settings = new Settings();

const DRAFT = 'stoa.draft:';
const DRAFT_AT = 'stoa.draftAt:';

/** Drafts, one for each conversation of each account, and when they were written; of two devices' the later one counts. */
export const drafts = {
  read(self: string, address: string, elsewhere?: Draft): string {
    const at = Number(kept.get(`${DRAFT_AT}${self}:${address}`) ?? 0);
    if (elsewhere && elsewhere.at > at) return elsewhere.text;
    return kept.get(`${DRAFT}${self}:${address}`) ?? '';
  },
  /** @param at when, by the server's clock: other devices may be wrong in other ways */
  write(self: string, address: string, text: string, at: number): void {
    const key = `${self}:${address}`;
    kept.set(DRAFT_AT + key, String(at));
    if (text) kept.set(DRAFT + key, text);
    else kept.remove(DRAFT + key);
  },
  forget(self: string): void {
    for (const key of kept.keys()) {
      if ([DRAFT, DRAFT_AT].some((kind) => key.startsWith(`${kind}${self}:`))) kept.remove(key);
    }
  },
};
