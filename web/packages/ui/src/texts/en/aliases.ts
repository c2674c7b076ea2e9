/** Aliases: addresses that several people answer for. */
export const aliases = {
  title: 'Aliases',
  /** In place of a status, which an alias has none of. */
  shared: 'Several people answer here',
  answeredBy: (name: string) => `Answered by ${name}`,
  answers: (name: string) => `${name} answers`,
  youAnswer: 'You answer',
  nobodyYet: 'Nobody has answered yet',
  closed: 'This conversation is closed. It opens again with the next message.',
  take: 'Take',
  handOver: 'Hand over',
  handOverTo: 'Hand over to',
  nobodyElse: 'Nobody else can answer here.',
  done: 'Close',
  /** Day and time as the reader's own clock shows them: "today" or "Monday", "09:00". */
  outside: (day: string, time: string) => `Outside its hours: back ${day} at ${time}.`,
  outsideTitle: 'Outside its hours',
  outsideAsk: (day: string, time: string) =>
    `An answer may not come before ${day} at ${time}. Send the message anyway?`,
  sendAnyway: 'Send anyway',
  failed: 'That did not work. Please try again.',
};
