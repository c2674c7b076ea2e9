import { describe, expect, it } from 'vitest';
import { Intake, REMEMBERED } from './intake.ts';

describe('Intake', () => {
  it('lets live items wait for the archive, and takes what both bring once', () => {
    const taken: string[] = [];
    const intake = new Intake<{ archiveId: string }>((i) => taken.push(i.archiveId));
    intake.live({ archiveId: '1' });
    intake.beginCatchUp();
    intake.live({ archiveId: '3' });
    intake.live({ archiveId: '4' });
    intake.archived({ archiveId: '2' });
    intake.archived({ archiveId: '3' });
    intake.caughtUp();
    intake.live({ archiveId: '5' });
    intake.live({ archiveId: '4' });
    expect(taken).toEqual(['1', '2', '3', '4', '5']);
  });

  it('goes on waiting when catching up begins again', () => {
    const taken: string[] = [];
    const intake = new Intake<{ archiveId: string }>((i) => taken.push(i.archiveId));
    intake.beginCatchUp();
    intake.live({ archiveId: '2' });
    intake.beginCatchUp();
    intake.archived({ archiveId: '1' });
    intake.caughtUp();
    expect(taken).toEqual(['1', '2']);
  });

  it('takes what has no archive id as it comes, and forgets the oldest ids', () => {
    let count = 0;
    const intake = new Intake<{ archiveId?: string }>(() => (count += 1));
    intake.live({});
    intake.live({});
    for (let i = 0; i <= REMEMBERED; i++) intake.live({ archiveId: String(i) });
    intake.live({ archiveId: '0' });
    expect(count).toBe(2 + REMEMBERED + 2);
  });
});
