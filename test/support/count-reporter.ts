import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

/**
 * Prints the one line that a CI can count, `N passed, N failed[, N skipped]`, after everything else. Skipped tests
 * are named, and fail the run where CI=true: a check that nobody runs is not a check.
 */
export default class CountReporter implements Reporter {
  private filtered = false;

  onInit(vitest: Vitest): void {
    this.filtered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests: TestCase[] = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string): TestCase[] => tests.filter((test) => test.result().state === state);
    const passed = inState('passed').length;
    // A file that does not load, or an error outside of a test, is a failure that has no test of its own.
    const broken = modules.filter((module) => module.state() === 'failed' && !hasFailedTest(module)).length;
    const failed = inState('failed').length + broken + unhandledErrors.length;
    const skipped = tests.filter((test) => ['skipped', 'pending'].includes(test.result().state));

    if (skipped.length > 0 && !this.filtered) {
      for (const test of skipped) console.log(`SKIPPED: ${test.module.moduleId} > ${test.fullName}`);
      if (process.env['CI'] === 'true') {
        console.log('Skipped tests fail the run in CI.');
        process.exitCode = 1;
      }
    }
    const line = `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
    // Servers stop after this and may still speak: the count stays last.
    process.once('exit', () => console.log(line));
  }
}

function hasFailedTest(module: TestModule): boolean {
  return [...module.children.allTests('failed')].length > 0;
}
