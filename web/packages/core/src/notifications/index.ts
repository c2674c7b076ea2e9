/** What the service worker needs of the chat: the rule, what it is told, and what it knows. */
export { type Mirror, openMirrors } from './mirror.ts';
export { type PushTold, type Shown, decidePush, readPush, shownOf } from './push-told.ts';
