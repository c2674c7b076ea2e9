import type { AccountSection, Route } from '../router.svelte.ts';

export const TOPICS = [
  'window',
  'status',
  'conversation',
  'files',
  'find',
  'rooms',
  'aliases',
  'notifications',
  'account',
  'devices',
  'apps',
  'keys',
] as const;
export type HelpTopic = (typeof TOPICS)[number];

const OF_SECTION: Readonly<Record<AccountSection, HelpTopic>> = {
  profile: 'account',
  password: 'devices',
  devices: 'devices',
  notifications: 'notifications',
  blocked: 'account',
  connect: 'apps',
  language: 'account',
};

/**
 * The page of the help that belongs to a screen (S19).
 *
 * @param ofAlias whether an address is an alias, or one's conversation for it
 */
export function topicFor(route: Route, ofAlias: (address: string) => boolean): HelpTopic {
  switch (route.page) {
    case 'chat':
      return ofAlias(route.address) ? 'aliases' : 'conversation';
    case 'room':
      return 'rooms';
    case 'account':
      return OF_SECTION[route.section];
    case 'share':
      return 'files';
    default:
      return 'window';
  }
}
