/** How the window looks: as the system does, or as the person chose. */
export type Theme = 'system' | 'light' | 'dark';
