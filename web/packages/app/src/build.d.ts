/** When the page was built: year, month and day. Put in by vite.config.ts. */
declare const __STOA_BUILD__: string;
