import { expect, test } from '../support/story.ts';

test('where the other one’s clock shows another time it is told, unless they do not want it told', async ({
  enter,
}) => {
  const here = await (await enter({ timezoneId: 'Europe/Rome' })).window();
  const juliet = await here.signIn('juliet');
  const away = await (await enter({ timezoneId: 'Asia/Kolkata' })).window();
  const tybalt = await away.signIn('tybalt');
  await juliet.chatWith('Tybalt');
  const heading = juliet.page.locator('header', { has: juliet.page.getByRole('heading', { level: 1 }) });
  const there = heading.getByText('where they are');
  await expect(there).toBeVisible();
  const shown = await there.innerText();
  const expected = await tybalt.page.evaluate(() =>
    new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(Date.now()),
  );
  const minutes = (text: string) => {
    const [, h = '', m = ''] = /(\d\d):(\d\d)/.exec(text) ?? [];
    return Number(h) * 60 + Number(m);
  };
  const apart = Math.abs(minutes(shown) - minutes(expected));
  expect(Math.min(apart, 24 * 60 - apart)).toBeLessThanOrEqual(1);
  // Two in one zone are told nothing.
  const nurse = await (await (await enter({ timezoneId: 'Europe/Berlin' })).window()).signIn('nurse');
  await juliet.chatWith('Nurse');
  await expect(heading.getByText('Available')).toBeVisible();
  await expect(there).toHaveCount(0);

  const tells = 'Let people see what time it is where I am';
  const choose = async (on: boolean) => {
    await tybalt.menu('Set a status text…');
    await tybalt.page.getByRole('checkbox', { name: tells }).setChecked(on);
    await tybalt.page.getByRole('button', { name: 'Save' }).click();
    await expect(tybalt.page.getByRole('dialog')).toHaveCount(0);
  };
  await choose(false);
  try {
    const other = await (await (await enter({ timezoneId: 'Europe/Rome' })).window()).signIn('benvolio');
    await other.chatWith('Tybalt');
    await expect(other.page.locator('header').getByText('Available').last()).toBeVisible();
    await other.write('Peace');
    await other.expectLine('Peace', 'stored');
    await expect(other.page.getByText('where they are')).toHaveCount(0);
  } finally {
    await choose(true);
  }
  await expect(nurse.page.getByRole('dialog')).toHaveCount(0);
});
