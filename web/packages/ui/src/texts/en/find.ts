/** Finding words in the conversation that is open. */
export const find = {
  label: 'Find in this conversation',
  words: 'Find',
  older: 'Older hit',
  newer: 'Newer hit',
  close: 'Close',
  count: (at: number, of: number) => `${at} of ${of}`,
  none: 'Nothing found',
  noneYet: 'Nothing found yet',
  looking: (day: string) => `Looking further back: ${day}`,
  stop: 'Stop',
  stopped: (day: string) => `Looked back to ${day}`,
  goOn: 'Go on',
  failed: 'Older messages could not be loaded.',
} as const;
