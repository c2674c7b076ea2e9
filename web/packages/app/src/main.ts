import { mount } from 'svelte';
import '@stoa/ui/base.css';
import App from './App.svelte';
import { settings } from './settings.svelte.ts';
import { startWorker } from './worker-client.ts';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
await settings.speakNow(settings.language);
mount(App, { target });
startWorker();
