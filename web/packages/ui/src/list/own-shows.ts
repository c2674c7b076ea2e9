import type { OwnShow } from '@stoa/core';
import { t } from '../texts/en.ts';

/** The statuses one can give oneself, in the order of the menu. */
export const OWN_SHOWS: readonly OwnShow[] = ['available', 'away', 'dnd', 'offline'];

export const showName = (show: OwnShow): string =>
  show === 'offline' ? t.status.offline : t.availability[show];
