import { defineConfig } from 'vite';

/** One script without parts, beside the app: /launcher.js. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    target: 'es2020',
    outDir: '../app/dist',
    emptyOutDir: false,
    copyPublicDir: false,
    reportCompressedSize: false,
    lib: {
      entry: 'src/main.ts',
      formats: ['iife'],
      name: 'stoaLauncher',
      fileName: () => 'launcher.js',
    },
  },
});
