import { describe, expect, it } from 'vitest';
import { topicFor } from './topics.ts';

const no = () => false;

describe('the help of a screen (S19)', () => {
  it('is that of what is open', () => {
    expect(topicFor({ page: 'chat', address: 'romeo@example.org' }, no)).toBe('conversation');
    expect(topicFor({ page: 'room', address: 'garden@conference.example.org' }, no)).toBe('rooms');
    expect(topicFor({ page: 'share' }, no)).toBe('files');
    expect(topicFor({ page: 'account', section: 'devices' }, no)).toBe('devices');
    expect(topicFor({ page: 'account', section: 'blocked' }, no)).toBe('account');
    expect(topicFor({ page: 'about' }, no)).toBe('window');
  });

  it('is that of aliases where one writes to one, or for one', () => {
    const support = (address: string) => address === 'support@example.org';
    expect(topicFor({ page: 'chat', address: 'support@example.org' }, support)).toBe('aliases');
    expect(topicFor({ page: 'chat', address: 'romeo@example.org' }, support)).toBe('conversation');
  });
});
