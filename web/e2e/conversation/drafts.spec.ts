import { expect, test } from '../support/story.ts';

test('a draft follows the person to another device, and leaves when it is sent', async ({ enter, words }) => {
  const laptop = await (await (await enter()).window()).signIn('laurence');
  const phone = await (await (await enter()).window()).signIn('laurence');
  await laptop.chatWith('Romeo');
  await phone.chatWith('Romeo');
  const draft = words('Wisely and slow');
  await laptop.composer.pressSequentially(draft);
  await expect(phone.composer).toHaveValue(draft);

  // A device that comes later finds it, and so does this one after a reload.
  const later = await (await (await enter()).window()).signIn('laurence');
  await later.chatWith('Romeo');
  await expect(later.composer).toHaveValue(draft);
  await laptop.page.reload();
  await expect(laptop.composer).toHaveValue(draft);

  await later.composer.pressSequentially(', says the friar');
  await expect(laptop.composer).toHaveValue(`${draft}, says the friar`);
  await expect(phone.composer).toHaveValue(`${draft}, says the friar`);
  await phone.composer.focus();
  await phone.composer.press('Enter');
  await phone.expectLine(`${draft}, says the friar`, 'stored');
  for (const window of [laptop, later]) await expect(window.composer).toHaveValue('');
  await laptop.page.reload();
  await laptop.expectLine(`${draft}, says the friar`, 'stored');
  await expect(laptop.composer).toHaveValue('');
});
