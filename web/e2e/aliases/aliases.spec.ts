import { type Browser } from '@playwright/test';
import { Colleague } from '../support/colleague.ts';
import { demoPerson } from '../support/demo.ts';
import { expect, personIn, test as stories } from '../support/story.ts';
import { Server } from '../support/server.ts';
import type { Window } from '../support/window.ts';

/** A server with an alias, which others' lists need not have. */
const test = stories.extend<{ readonly own: Server }>({
  own: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from the pattern
    async ({}, use) => {
      const server = await Server.start('--demo');
      const members = ['--member', 'juliet@localhost', '--member', 'mercutio@localhost'];
      await server.command(['alias', 'add', 'help-desk@localhost', '--name', 'Help desk', ...members]);
      await use(server);
      await server.stop();
    },
    { timeout: 11 * 60_000 },
  ],
});

const heading = (window: Window) => window.page.getByRole('heading', { level: 1 });
const bar = (window: Window) => window.page.locator('section.pane [role=status]').first();

const signedIn = async (browser: Browser, own: Server, faults: string[], name: string) => {
  const context = await browser.newContext({ locale: 'en-GB' });
  return (await (await personIn(context, own.url, faults)).window()).signIn(name);
};

test('an alias is one shared conversation for each person, answered on behalf of it (S8, S9, S44)', async ({
  browser,
  own,
  faults,
  words,
}) => {
  test.setTimeout(240_000);
  const [question, answer, second] = [words('Is the printer broken'), words('Not any more'), words('Thanks')];
  const romeo = await signedIn(browser, own, faults, 'romeo');
  const juliet = await signedIn(browser, own, faults, 'juliet');
  const mercutio = await signedIn(browser, own, faults, 'mercutio');

  // Aliases come first, in a group of their own, and show no status.
  const sections = romeo.page.getByRole('navigation').getByRole('region');
  await expect(sections.first()).toContainText('Aliases');
  await expect(romeo.row('Help desk').locator('.dot')).toHaveCount(0);
  await romeo.chatWith('Help desk');
  await expect(romeo.page.getByText('Several people answer here')).toBeVisible();
  await romeo.write(question);
  await romeo.expectLine(question, 'stored');

  // Both members have a contact named after who asks.
  for (const member of [juliet, mercutio]) {
    const row = member.row('(Help desk)');
    await expect(row).toContainText('Romeo');
    await row.click();
    await expect(heading(member)).toContainText('(Help desk)');
    await member.expectLine(question, 'received');
    await expect(member.page.getByText('Nobody has answered yet')).toBeVisible();
  }

  // The first to answer answers; the words say who.
  await juliet.write(answer);
  await romeo.expectLine(answer, 'received');
  await expect(romeo.page.getByText(/^Answered by Juliet/)).toBeVisible();
  await expect(romeo.lines(answer)).toContainText('Juliet');
  await mercutio.expectLine(answer, 'received');
  await expect(mercutio.page.getByText(/^Juliet.* answers$/)).toBeVisible();
  await expect(bar(juliet)).toHaveText('You answer');

  // It is taken, handed over, and closed; who asked sees nothing of that.
  await mercutio.page.getByRole('button', { name: 'Take', exact: true }).click();
  await expect(bar(mercutio)).toHaveText('You answer');
  await expect(juliet.page.getByText(/^Mercutio.* answers$/)).toBeVisible();
  await mercutio.page.getByRole('button', { name: 'Hand over' }).click();
  await mercutio.page.getByRole('menuitem', { name: /Juliet/ }).click();
  await expect(bar(juliet)).toHaveText('You answer');
  await juliet.page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(juliet.page.getByText('This conversation is closed.', { exact: false })).toBeVisible();
  await expect(mercutio.row('(Help desk)')).toHaveCount(0);
  await expect(romeo.page.getByText('has closed this conversation')).toHaveCount(0);

  // The next message opens it again.
  await romeo.write(second);
  await expect(mercutio.row('(Help desk)')).toBeVisible();
  await juliet.expectLine(second, 'received');

  // Found by its name, before people.
  await romeo.filter.fill('help');
  await expect(romeo.row('Help desk').first()).toBeVisible();
  await romeo.filter.fill('');
});

test('who asks, and who answers, may be in any XMPP client: one replies to a contact (S8, S9, S44)', async ({
  browser,
  own,
  faults,
  words,
}) => {
  test.setTimeout(240_000);
  const client = async (name: string) => {
    const { address, password } = await demoPerson(own, name);
    return Colleague.signIn(own, address, password);
  };
  const [tybalt, mercutio] = [await client('tybalt'), await client('mercutio')];
  try {
    const juliet = await signedIn(browser, own, faults, 'juliet');
    const romeo = await signedIn(browser, own, faults, 'romeo');
    await expect(juliet.row('Nurse')).toBeVisible();

    // Two ask at once, one in an ordinary client and one in the browser.
    const [his, theirs] = [words('Where is the key'), words('Where is the lamp')];
    tybalt.does('send', { to: 'help-desk@localhost', body: his });
    await romeo.chatWith('Help desk');
    await romeo.write(theirs);
    const tybaltAsks = 'tybalt+help-desk@alias.localhost';
    const romeoAsks = 'romeo+help-desk@alias.localhost';
    // A contact for each, in a group named after the alias.
    await mercutio.gets(
      'contact',
      { jid: tybaltAsks },
      20_000,
      ({ groups }) => String(groups) === 'Help desk',
    );
    await mercutio.gets('message', {}, 20_000, ({ sender, body }) => sender === tybaltAsks && body === his);
    await mercutio.gets('message', {}, 20_000, ({ sender, body }) => sender === romeoAsks && body === theirs);

    // The member in the ordinary client answers one of them by replying; the one in the browser the other.
    const [found, lit] = [words('Under the mat'), words('It is lit already')];
    mercutio.does('send', { to: romeoAsks, body: lit });
    await romeo.expectLine(lit, 'received');
    await expect(romeo.page.getByText(/^Answered by Mercutio/)).toBeVisible();
    await juliet.row('Tybalt (Help desk)').click();
    await juliet.expectLine(his, 'received');
    await juliet.write(found);
    await tybalt.gets(
      'message',
      {},
      20_000,
      ({ sender, body }) => sender === 'help-desk@localhost' && String(body).endsWith(found),
    );
    await mercutio.gets(
      'message',
      {},
      20_000,
      ({ sender, body }) => sender === tybaltAsks && String(body).endsWith(found),
    );
    // Outsiders see their own thread only, and nobody a status of it.
    expect(tybalt.count('message', { sender: romeoAsks })).toBe(0);
    await expect(juliet.row('Tybalt (Help desk)').locator('.dot')).toHaveCount(0);
    for (const sender of ['help-desk@localhost', tybaltAsks, romeoAsks]) {
      expect(tybalt.count('presence', { sender })).toBe(0);
      expect(mercutio.count('presence', { sender })).toBe(0);
    }
  } finally {
    await tybalt.quit();
    await mercutio.quit();
  }
});
