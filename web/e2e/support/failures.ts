import { readFileSync } from 'node:fs';
import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** Of each failure so many lines of what went wrong are told, and of what the page showed then. */
const ERROR_LINES = 24;
const PAGE_LINES = 36;

/** The list of people and rooms is the longest part, and seldom what a story is about. */
const LIST = /^( *)- navigation .*\n(?:\1 .*\n)*/m;

// eslint-disable-next-line no-control-regex -- colours begin with the escape character
const COLOURS = /\u001b\[[0-9;]*m/g;

/** Tells at the very end, in few lines each, what failed and what the page showed: a log may be all that is left of a run. */
export default class Failures implements Reporter {
  private readonly failed: { readonly test: TestCase; readonly result: TestResult }[] = [];

  printsToStdio(): boolean {
    return false;
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status !== test.expectedStatus) this.failed.push({ test, result });
  }

  onEnd(_: FullResult): void {
    for (const { test, result } of this.failed) {
      console.log(`\nFAILED ${test.titlePath().filter(Boolean).join(' › ')} (${result.duration} ms)`);
      for (const { message = '' } of result.errors) console.log(firstLines(message, ERROR_LINES));
      const at = result.attachments.find((a) => a.name === 'error-context')?.path;
      const page = at && /```yaml\n([\s\S]*?)```/.exec(readFileSync(at, 'utf8'))?.[1];
      if (page) console.log(`What the page showed:\n${firstLines(page.replace(LIST, ''), PAGE_LINES)}`);
    }
  }
}

function firstLines(text: string, count: number): string {
  return text.replace(COLOURS, '').split('\n').slice(0, count).join('\n');
}
