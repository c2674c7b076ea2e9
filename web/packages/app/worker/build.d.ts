/** What the page is made of, and a name that changes with any of it. Put in by vite.config.ts. */
declare const __STOA_SHELL__: { readonly version: string; readonly files: readonly string[] };
