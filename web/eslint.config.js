import js from '@eslint/js';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

/** Globals that need a window or a document: barred from the packages that must also run without one. */
const domGlobals = [
  'window',
  'document',
  'DOMParser',
  'XMLSerializer',
  'localStorage',
  'sessionStorage',
  'Element',
  'Node',
];

export default ts.config(
  { ignores: ['**/dist', '**/node_modules', 'test-results*', 'playwright-report'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: { 'svelte/no-navigation-without-resolve': 'off' },
  },
  {
    rules: {
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['packages/xmpp/src/**/*.ts', 'packages/core/src/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...domGlobals] },
  },
  {
    files: ['packages/app/check-bundle.js', 'e2e/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);
