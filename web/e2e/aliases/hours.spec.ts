import { clockIsOff } from '../support/clock.ts';
import { Colleague } from '../support/colleague.ts';
import { demoPerson } from '../support/demo.ts';
import { expect, personIn, test as stories } from '../support/story.ts';
import { Server } from '../support/server.ts';

const DESK = 'help-desk@localhost';
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const DAY_MS = 24 * 60 * 60_000;

/** A server with an alias, which others' lists need not have. */
const test = stories.extend<{ readonly own: Server }>({
  own: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from the pattern
    async ({}, use) => {
      const server = await Server.start('--demo');
      const members = ['--member', 'juliet@localhost', '--member', 'mercutio@localhost'];
      await server.command(['alias', 'add', DESK, '--name', 'Help desk', ...members]);
      await use(server);
      await server.stop();
    },
    { timeout: 11 * 60_000 },
  ],
});

test('outside of its hours an alias says when it opens, and one is asked once before one sends (E32)', async ({
  browser,
  own,
  faults,
  words,
}) => {
  test.setTimeout(240_000);
  const hours = (...args: readonly string[]) => own.command(['alias', 'hours', DESK, ...args]);
  await expect(hours('--zone', 'Verona', '--open', 'Mon 09:00-17:00')).rejects.toThrow(/no time zone/);
  await expect(hours('--zone', 'Europe/Rome')).rejects.toThrow(/--open/);
  // All of the day after the day after tomorrow in UTC: closed now and for hours, whatever time it is.
  const day = DAYS[new Date(Date.now() + 3 * DAY_MS).getUTCDay()] ?? '';
  await hours('--zone', 'Etc/UTC', '--open', `${day} 00:00-24:00`);

  const { address, password } = await demoPerson(own, 'mercutio');
  const mercutio = await Colleague.signIn(own, address, password);
  try {
    // By the reader's own clock, which is right about the zone and three days fast: by itself it would say open.
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Asia/Kolkata' });
    const person = await personIn(context, own.url, faults);
    await clockIsOff(context, 3 * DAY_MS);
    const romeo = await (await person.window()).signIn('romeo');
    await romeo.chatWith('Help desk');
    const line = romeo.page.getByText(`Outside its hours: back ${day} at 05:30.`, { exact: true });
    await expect(line).toBeVisible();

    const [first, second, answer] = [words('Is the lamp lit'), words('Hello'), words('It is')];
    const question = romeo.page.getByRole('dialog', { name: 'Outside its hours' });
    await romeo.write(first);
    await expect(question).toContainText(`before ${day} at 05:30`);
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(question).toHaveCount(0);
    await expect(romeo.composer).toHaveValue(first);
    await expect(romeo.lines(first)).toHaveCount(0);
    await romeo.composer.press('Enter');
    await question.getByRole('button', { name: 'Send anyway' }).click();
    await romeo.expectLine(first, 'stored');
    const asks = 'romeo+help-desk@alias.localhost';
    await mercutio.gets('message', {}, 20_000, ({ sender, body }) => sender === asks && body === first);

    // Once is enough; and who answers does so at any hour.
    await romeo.write(second);
    await romeo.expectLine(second, 'stored');
    await expect(question).toHaveCount(0);
    mercutio.does('send', { to: asks, body: answer });
    await romeo.expectLine(answer, 'received');
    const at = await browser.newContext({ locale: 'en-GB', timezoneId: 'Asia/Kolkata' });
    const juliet = await (await (await personIn(at, own.url, faults)).window()).signIn('juliet');
    await juliet.row('Romeo (Help desk)').click();
    await juliet.expectLine(first, 'received');
    const [hers, note] = [words('Look again'), words('A note')];
    await juliet.write(hers);
    await juliet.expectLine(hers, 'stored');
    await romeo.expectLine(hers, 'received');
    await juliet.open('/chat/help-desk');
    await expect(juliet.page.getByText('Outside its hours: back', { exact: false })).toBeVisible();
    await juliet.write(note);
    await juliet.expectLine(note, 'stored');

    // New hours are known at once.
    await hours('--always');
    await expect(line).toHaveCount(0);
  } finally {
    await mercutio.quit();
  }
});
