import { Colleague } from '../support/colleague.ts';
import { demoPerson } from '../support/demo.ts';
import { withinASecond } from '../support/promptly.ts';
import { expect, test } from '../support/story.ts';
import type { Window } from '../support/window.ts';

const self = (window: Window) => window.page.getByRole('button', { name: 'Your status and settings' });

async function setStatus(window: Window, status: string, text?: string): Promise<void> {
  await self(window).click();
  await window.page.getByRole('menuitem', { name: /Status text…|Set a status text…/ }).click();
  const dialog = window.page.getByRole('dialog', { name: 'Your status' });
  await dialog.getByRole('radio', { name: status }).check({ force: true });
  if (text !== undefined) await dialog.getByLabel('Status text').fill(text);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
}

test('a status set in the web shows in a second tab, a second browser and an XMPP client, within a second (S13)', async ({
  enter,
  server,
  words,
}) => {
  test.setTimeout(240_000);
  const tybalt = await demoPerson(server, 'tybalt');
  const slixmpp = await Colleague.signIn(server, tybalt.address, tybalt.password);
  try {
    const desk = await enter();
    const one = await (await desk.window()).signIn('juliet');
    const two = await (await desk.window()).open('/popout'); // the other place where the picture is
    const elsewhere = await (await (await enter()).window()).signIn('juliet');
    const text = (time: number) => words(`practising my lines, act ${time + 1}`);
    const shows = (window: Window, what: RegExp) =>
      expect.poll(() => self(window).textContent(), { intervals: [50] }).toMatch(what);
    let sender: unknown;
    await withinASecond(
      (time) => setStatus(one, 'Do not disturb', text(time)),
      (time) =>
        Promise.all([
          ...[one, two, elsewhere].map((window) =>
            expect
              .poll(() => self(window).textContent(), { intervals: [50] })
              .toContain(`Do not disturb · ${text(time)}`),
          ),
          slixmpp.gets('status', { show: 'dnd', status: text(time) }).then((told) => (sender = told.sender)),
        ]),
    );
    expect(String(sender)).toMatch(/^juliet@localhost\//);

    const inTurn = ['Away', 'Available', 'Away'] as const;
    await withinASecond(
      (time) => {
        slixmpp.forgets('status');
        return elsewhere.menu(inTurn[time] ?? '');
      },
      (time) =>
        Promise.all([
          ...[one, two].map((window) => shows(window, new RegExp(inTurn[time] ?? ''))),
          slixmpp.gets('status', { show: inTurn[time] === 'Away' ? 'away' : '' }),
        ]),
    );
    await expect(self(one)).toBeVisible();
    // None of them is what was just left: two devices that swap their statuses in the same moment are something else.
    const back = [
      ['Available', words('at rest')],
      ['Away', words('at dinner')],
      ['Available', ''],
    ] as const;
    await withinASecond(
      (time) => {
        const [status, told] = back[time] ?? back[0];
        return setStatus(two, status, told);
      },
      (time) => {
        const [status, told] = back[time] ?? back[0];
        const what = told ? `${status} · ${told}` : `${status}Your status`;
        return Promise.all(
          [one, elsewhere].map((window) =>
            expect.poll(() => self(window).textContent(), { intervals: [50] }).toContain(what),
          ),
        );
      },
    );
  } finally {
    await slixmpp.quit();
  }
});

test('a status set in an XMPP client of the same account shows in the web (S49)', async ({
  enter,
  server,
  words,
}) => {
  const me = await demoPerson(server, 'mercutio');
  const mine = await Colleague.signIn(server, me.address, me.password);
  try {
    const text = words('at the tailor');
    const before = words('since this morning');
    mine.does('status', { show: 'dnd', status: before });
    const juliet = await (await (await enter()).window()).signIn('juliet');
    await expect(juliet.row('Mercutio').getByRole('img', { name: 'Do not disturb' })).toBeVisible();

    // It is taken over by a browser that comes later, and followed by one that is there.
    const web = await (await (await enter()).window()).open();
    await web.page.locator('button[title^="mercutio@"]').click();
    await expect(self(web)).toContainText(`Do not disturb · ${before}`);
    mine.does('status', { show: 'away', status: text });
    await expect(self(web)).toContainText(`Away · ${text}`);
    mine.does('status', { show: '', status: '' });
    await expect(self(web)).toHaveText(/AvailableYour status and settings$/);
  } finally {
    await mine.quit();
  }
});

test('who touches nothing is away by themselves, and back by themselves only then (S15)', async ({
  enter,
}) => {
  const person = await enter();
  const nurse = await person.window();
  await nurse.page.clock.install();
  await nurse.signIn('nurse');
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const dot = (name: string) => juliet.row('Nurse').getByRole('img', { name });

  await self(nurse).click();
  await nurse.page.getByRole('menuitem', { name: 'Set a status text…' }).click();
  await nurse.page.getByLabel(/^Set me to away/).selectOption('5');
  await nurse.page.getByRole('button', { name: 'Save' }).click();
  await expect(nurse.page.getByRole('dialog')).toHaveCount(0);
  await nurse.page.clock.fastForward(4 * 60_000);
  await expect(dot('Available')).toBeVisible();
  await nurse.page.clock.fastForward(61_000);
  await expect(dot('Away')).toBeVisible();
  await expect(self(nurse)).toContainText('Away');
  await nurse.page.keyboard.press('Shift');
  await expect(dot('Available')).toBeVisible();

  await nurse.menu('Away');
  await expect(dot('Away')).toBeVisible();
  await nurse.page.keyboard.press('Shift');
  await nurse.page.clock.fastForward(20_000);
  await nurse.page.keyboard.press('Shift');
  await nurse.chatWith('Juliet');
  await expect(self(nurse)).toContainText('Away');
  await expect(dot('Away')).toBeVisible();
});

test('who does not want to be disturbed gets messages counted, and nothing more (S16)', async ({
  enter,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  await juliet.menu('Do not disturb');
  const romeo = await (await (await enter()).window()).signIn('romeo');
  await expect(romeo.row('Juliet').getByRole('img', { name: 'Do not disturb' })).toBeVisible();
  await romeo.chatWith('Juliet');
  const text = words('Not now? Well, then later.');
  await romeo.write(text);
  await romeo.expectLine(text, 'stored');
  await expect(juliet.row('Romeo').getByLabel(/unread/)).toBeVisible();
  await expect(juliet.row('Romeo')).toContainText(text);
  await juliet.row('Romeo').click();
  await juliet.expectLine(text, 'received');
  await juliet.menu('Available');
  await expect(romeo.row('Juliet').getByRole('img', { name: 'Available' })).toBeVisible();
});

test('who appears offline is seen by nobody, gets nothing, and then has missed nothing (S18)', async ({
  enter,
  server,
  words,
}) => {
  const tybalt = await demoPerson(server, 'tybalt');
  const slixmpp = await Colleague.signIn(server, tybalt.address, tybalt.password);
  try {
    const romeo = await (await (await enter()).window()).signIn('romeo');
    const benvolio = await (await (await enter()).window()).signIn('benvolio');
    await benvolio.chatWith('Tybalt');
    await expect(romeo.row('Benvolio').getByRole('img', { name: 'Available' })).toBeVisible();
    await romeo.page.goto(new URL('/room/garden', romeo.page.url()).href);
    await romeo.online();

    await benvolio.menu('Appear offline');
    await expect(romeo.row('Benvolio').getByRole('img', { name: 'Offline' })).toBeVisible();
    await expect(
      romeo.page.getByRole('complementary', { name: 'People in this room' }).getByText('Benvolio'),
    ).toHaveCount(0);
    await expect(benvolio.page.getByText('You appear offline.')).toBeVisible();

    const direct = words('Where are you?');
    const garden = words('Has anybody seen her?');
    slixmpp.does('send', { to: 'benvolio@localhost', body: direct });
    await romeo.write(garden);
    await romeo.expectLine(garden, 'stored');
    // What she writes goes out all the same, behind what was said to her: by then that would have come.
    const hers = words('I am not here.');
    await benvolio.write(hers);
    await benvolio.expectLine(hers, 'stored');
    await slixmpp.gets('message', { body: hers });
    await expect(benvolio.lines(direct)).toHaveCount(0);
    await expect(benvolio.row('Garden').getByLabel(/unread/)).toHaveCount(0);

    // Also not when the page is loaded anew: she stays as she has chosen.
    await benvolio.page.reload();
    await expect(benvolio.page.getByText('You appear offline.')).toBeVisible();
    await expect(romeo.row('Benvolio').getByRole('img', { name: 'Offline' })).toBeVisible();

    await benvolio.page.getByRole('button', { name: 'Be available' }).click();
    await benvolio.expectLine(direct, 'received');
    await benvolio.expectLine(hers, 'stored');
    await expect(benvolio.row('Garden')).toContainText(garden);
    await benvolio.row('Garden').click();
    await benvolio.expectLine(garden, 'received');
    await expect(romeo.row('Benvolio').getByRole('img', { name: 'Available' })).toBeVisible();
    const after = words('There you are.');
    slixmpp.does('send', { to: 'benvolio@localhost', body: after });
    await expect(benvolio.row('Tybalt')).toContainText(after);
  } finally {
    await slixmpp.quit();
  }
});

test('offline people are greyed or hidden, on every device of the person (S17)', async ({ enter }) => {
  const one = await (await (await enter()).window()).signIn('juliet');
  const two = await (await (await enter()).window()).signIn('juliet');
  for (const window of [one, two]) await expect(window.row('Rosaline')).toBeVisible();
  await one.menu('Show offline people');
  for (const window of [one, two]) await expect(window.row('Rosaline')).toHaveCount(0);
  // A later sign-in knows it; typing a name finds them all the same, and a chat with them opens.
  const three = await (await (await enter()).window()).signIn('juliet');
  await expect(three.row('Garden')).toBeVisible();
  await expect(three.row('Rosaline')).toHaveCount(0);
  await three.chatWith('Rosaline');
  await two.menu('Show offline people');
  await expect(one.row('Rosaline')).toBeVisible();
  await expect(one.row('Rosaline').getByRole('img', { name: 'Offline' })).toBeVisible();
});
