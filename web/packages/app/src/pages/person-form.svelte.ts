import { t } from '@stoa/ui';
import { ApiError, type NewPerson } from '../api.ts';

/** A form for a new person: its fields, and what the server said of each. */
export class PersonForm {
  username = $state('');
  name = $state('');
  password = $state('');
  busy = $state(false);
  errors = $state<{ username?: string; password?: string; form?: string }>({});

  get person(): NewPerson {
    return { username: this.username.trim().toLowerCase(), name: this.name.trim(), password: this.password };
  }

  /** Runs a request; what was refused stands beside its field. True when it went through. */
  async submit(act: (person: NewPerson) => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.errors = {};
    try {
      await act(this.person);
      return true;
    } catch (e) {
      if (!(e instanceof ApiError)) throw e;
      const text = t.errors[e.code] ?? t.errors.other ?? e.code;
      if (e.code.startsWith('username')) this.errors = { username: text };
      else if (e.code.startsWith('password')) this.errors = { password: text };
      else this.errors = { form: text };
      return false;
    } finally {
      this.busy = false;
    }
  }

  clear(): void {
    this.username = this.name = this.password = '';
    this.errors = {};
  }
}

const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aeiou';

/** A password one can read out on the telephone: 50 bits in pronounceable pieces. */
export function makeUpPassword(): string {
  const pick = (from: string) =>
    from[(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % from.length] ?? '';
  const piece = () => pick(CONSONANTS) + pick(VOWELS) + pick(CONSONANTS) + pick(VOWELS);
  return `${piece()}-${piece()}-${piece()}-${piece()}`;
}
