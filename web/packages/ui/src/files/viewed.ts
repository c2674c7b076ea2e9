/** A picture that can be looked at large. */
export interface Viewed {
  readonly key: string;
  /** From where the page loads it. */
  readonly address: string;
  readonly name: string;
  readonly author: string;
  readonly at: number;
}
