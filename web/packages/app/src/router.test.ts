import type * as Routes from './router.svelte.ts';
import { beforeAll, describe, expect, it, vi } from 'vitest';

describe('routes', () => {
  let routes: typeof Routes;

  beforeAll(async () => {
    vi.stubGlobal('location', { pathname: '/', hash: '' });
    vi.stubGlobal('addEventListener', () => undefined);
    routes = await import('./router.svelte.ts');
  });

  it.each([
    ['chat', 'romeo@example.org', '/chat/romeo'],
    ['chat', 'romeo@example.net', '/chat/romeo@example.net'],
    ['room', 'garden@conference.example.org', '/room/garden'],
    ['room', 'balcony talk@conference.example.org', '/room/balcony%20talk'],
    ['chat', 'garden@conference.example.org/Romeo M.', '/chat/garden@conference.example.org%2FRomeo%20M.'],
  ] as const)('%s with %s is %s, and back', (page, address, path) => {
    expect(routes.pathOf(page, address, 'example.org')).toBe(path);
    expect(routes.routeOf(path, '', 'example.org')).toEqual({ page, address });
  });

  it('reads tokens from the fragment, which never reaches a server', () => {
    expect(routes.routeOf('/setup', '#abc', 'example.org')).toEqual({ page: 'setup', token: 'abc' });
    expect(routes.routeOf('/invite', '#abc', 'example.org')).toEqual({ page: 'invite', token: 'abc' });
  });

  it('knows where applications ask to be let in, and nothing else there', () => {
    expect(routes.routeOf('/oauth/authorize', '', 'example.org')).toEqual({ page: 'authorize' });
    expect(routes.routeOf('/oauth/token', '', 'example.org')).toEqual({ page: 'home' });
  });

  it.each(['/', '/chat', '/chat/', '/elsewhere', '/chat/%E0%A4%A'])('%s is the beginning', (path) => {
    expect(routes.routeOf(path, '', 'example.org')).toEqual({ page: 'home' });
  });
});
