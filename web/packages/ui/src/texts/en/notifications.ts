/** Notifications, and what other apps share with the chat. */
export const notifications = {
  title: 'Notifications',
  intro: 'Hear of what is written to you while you are not looking.',
  newMessage: 'New message',
  calls: 'is calling you',
  asks: 'would like to see when you are there',

  offer: 'Somebody wrote to you while you were not looking. Shall this browser tell you next time?',
  turnOn: 'Turn on',
  notNow: 'Not now',

  here: 'This browser',
  on: 'Notifications in this browser',
  onHint: 'Only here; your other devices have their own switch.',
  preview: 'Show what messages say',
  previewHint: 'Without it you see who wrote, and nothing else.',
  sound: 'With a sound',
  test: 'Show a test notification',
  testTitle: 'It works',
  testBody: 'This is how you will hear of new messages.',
  testShown: 'Sent. If nothing appeared, your system holds it back:',
  testFailed: 'The browser could not show it. Please reload the page and try again.',

  blocked: 'This browser blocks notifications of this page.',
  unblock: {
    chromium:
      'Click the symbol left of the address, then “Notifications”, and allow them. Then reload the page.',
    firefox:
      'Click the lock left of the address, remove the block at “Send notifications”, and reload the page.',
    safari: 'Open Settings, “Websites”, “Notifications”, and allow them for this page. Then reload it.',
    ios: 'Open the Settings of your device, “Notifications”, choose this app and allow them.',
  },
  system: {
    windows:
      'Settings, System, Notifications: they are on, your browser is in the list, “Do not disturb” is off.',
    mac: 'System Settings, Notifications: your browser is allowed to, and no Focus is on.',
    android: 'Settings, Apps, your browser, Notifications: they are allowed.',
    ios: 'Settings, Notifications, this app: they are allowed, and no Focus is on.',
    other: 'look in its settings whether notifications are on, and whether it is set to “Do not disturb”.',
  },
  unsupported: 'This browser shows no notifications for this page.',
  unsupportedIos:
    'On iPhone and iPad, add this page to the Home Screen first: Share, “Add to Home Screen”. Then open it there.',
  noWorker:
    'The part that shows notifications could not start. Browsers want a certificate they trust for it; your administrator can put one in.',
  closed: {
    on: 'You are told even when this page is closed.',
    off: '',
    unreachable:
      'While this page is closed you are not told: the browser could not reach the push service of its maker.',
    unoffered: 'While this page is closed you are not told: the server or the browser cannot do it.',
  },

  everywhere: 'On all your devices',
  direct: 'Messages to you alone',
  mentions: 'Messages in rooms that name you',
  rooms: 'All messages in rooms',
  perConversation: 'For a single person or room you choose it in its menu; that goes first.',
  keywords: 'Words that count as your name',
  keywordsHint: 'In rooms, whatever the case. Separate them with commas.',
  save: 'Save',

  quiet: 'Quiet hours',
  quietHint: 'Nothing rings or appears. Messages wait, and are counted.',
  from: 'From',
  to: 'to',
  days: 'Beginning on',
  noDays: 'Choose at least one day, or nothing is ever quiet.',

  snooze: 'Pause',
  snoozeHint: 'Nothing rings or appears on any device.',
  snoozeHour: 'For 1 hour',
  snoozeTomorrow: 'Until tomorrow, 8:00',
  snoozedUntil: (when: string) => `Paused until ${when}.`,
  wake: 'End the pause',
  failed: 'That could not be saved. Please try again.',

  share: 'Share with…',
  shareWith: 'Person or room',
  shareNobody: 'Nobody and no room by that name',
  shareNothing: 'Nothing was shared.',
  cancel: 'Cancel',
} as const;
