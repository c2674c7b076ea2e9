import { atAnotherClient, newId } from '../support/other-client.ts';
import { expect, test } from '../support/story.ts';

test('people are named by @ and the keyboard, are told so, and see that it is them', async ({
  enter,
  server,
  words,
}) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  const tybalt = await atAnotherClient(server, juliet, 'tybalt');
  const room = 'garden@conference.localhost';
  try {
    await juliet.row('Garden').click();
    tybalt.does('join', { room, nick: 'Prince of Cats' });
    await tybalt.gets('joined');
    await expect(juliet.page.getByRole('complementary').getByText('Prince of Cats')).toBeVisible();
    const scene = words('');
    await juliet.composer.pressSequentially('Softly, @cat');
    const list = juliet.page.getByRole('listbox', { name: 'Suggestions' });
    await expect(list.getByRole('option', { selected: true })).toHaveText(/Prince of Cats/);
    await expect(juliet.page.getByText('1 suggestion, Prince of Cats')).toHaveAttribute(
      'aria-live',
      'assertive',
    );
    const chosen = await list.getByRole('option', { selected: true }).getAttribute('id');
    await expect(juliet.composer).toHaveAttribute('aria-activedescendant', chosen ?? '');
    await juliet.composer.press('Enter');
    await expect(juliet.composer).toHaveValue('Softly, @Prince of Cats ');
    await expect(list).toHaveCount(0);
    await juliet.composer.pressSequentially(`and slowly${scene}`);
    await juliet.composer.press('Enter');
    await expect(juliet.log.locator('mark', { hasText: '@Prince of Cats' }).last()).toBeVisible();
    const heard = await tybalt.hears(/and slowly/);
    expect(heard).toMatch(/<reference[^>]*type="mention"[^>]*/);
    expect(heard).toMatch(/begin="8"/);
    expect(heard).toMatch(/end="23"/);
    expect(heard).toContain('xmpp:garden@conference.localhost/Prince%20of%20Cats');
    expect(heard).toMatch(/<mention[^>]*occupantid="[^"]+"/);

    // Named by the other client, by a reference or by nothing but the nick.
    tybalt.does('wire', {
      stanza: `<message to='${room}' type='groupchat' id='${newId()}'><body>you there${scene}</body><reference xmlns='urn:xmpp:reference:0' type='mention' begin='0' end='3' uri='xmpp:juliet@localhost'/></message>`,
    });
    await expect(juliet.lines(`you there${scene}`)).toHaveClass(/named/);
    const all = "xmlns='urn:xmpp:mentions:0' mentions='urn:xmpp:mentions:0#channel'";
    for (const [said, inside] of [
      ['hear, all', ''],
      ['of all, quietly', "<noping xmlns='urn:xmpp:mentions:0'/>"],
    ] as const)
      tybalt.does('wire', {
        stanza: `<message to='${room}' type='groupchat' id='${newId()}'><body>${said}${scene}</body><mention ${all}>${inside}</mention></message>`,
      });
    await expect(juliet.lines(`hear, all${scene}`)).toHaveClass(/named/);
    await expect(juliet.lines(`of all, quietly${scene}`)).not.toHaveClass(/named/);
    tybalt.does('say', { room, body: `juliet, a word${scene}` });
    await expect(juliet.lines(`juliet, a word${scene}`)).toHaveClass(/named/);
    await expect(juliet.lines(`juliet, a word${scene}`)).toContainText('You are named here');
    tybalt.does('say', { room, body: `julietta is another${scene}` });
    await expect(juliet.lines(`julietta is another${scene}`)).not.toHaveClass(/named/);
  } finally {
    await tybalt.quit();
  }
});

test('emoji are completed by their names, and Escape lets the words stand', async ({ enter, words }) => {
  const juliet = await (await (await enter()).window()).signIn('juliet');
  await juliet.chatWith('Mercutio');
  await juliet.composer.pressSequentially('a slow :turt');
  const list = juliet.page.getByRole('listbox', { name: 'Suggestions' });
  await expect(list.getByRole('option').first()).toContainText('turtle');
  await juliet.composer.press('Tab');
  await expect(juliet.composer).toHaveValue('a slow 🐢 ');
  await juliet.composer.pressSequentially(':turt');
  await expect(list).toBeVisible();
  await juliet.composer.press('Escape');
  await expect(list).toHaveCount(0);
  await juliet.composer.press('Enter');
  await juliet.expectLine('a slow 🐢 :turt', 'stored');
  await juliet.page.getByRole('button', { name: 'Emoji', exact: true }).click();
  await juliet.page.getByRole('searchbox', { name: 'Search emoji' }).fill('lantern');
  await juliet.page.getByRole('button', { name: 'red paper lantern' }).click();
  await expect(juliet.composer).toHaveValue('🏮');
  await expect(juliet.composer).toBeFocused();
  await juliet.composer.fill('');
  await juliet.write(words('done'));
});
