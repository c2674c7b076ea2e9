/** What was not taken by the browser, or is not to be kept there at all: it lasts as long as the page. */
const here = new Map<string, string>();

/** The browser's small storage, shared by its tabs. Where it is refused, or full, what is set lasts as long as the page. */
export const kept = {
  get(key: string): string | null {
    const own = here.get(key);
    if (own !== undefined) return own;
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },

  set(key: string, value: string): void {
    try {
      localStorage.setItem(key, value);
      here.delete(key);
    } catch {
      here.set(key, value);
    }
  },

  remove(key: string): void {
    here.delete(key);
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept.
    }
  },

  keys(): readonly string[] {
    try {
      return [...Object.keys(localStorage), ...here.keys()];
    } catch {
      return [...here.keys()];
    }
  },
};
