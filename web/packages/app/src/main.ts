import { mount } from 'svelte';
import '@stoa/ui/base.css';
import App from './App.svelte';
import { settings } from './settings.svelte.ts';
import { startWorker } from './worker-client.ts';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
// Not awaited here: a language's own file shares this one's modules, and would wait for it as it waits for the language.
void settings.speakNow(settings.language).then(() => {
  mount(App, { target });
  startWorker();
});
