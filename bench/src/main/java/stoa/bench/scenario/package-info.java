/** The kinds of work that are measured, a class each. */
@NullMarked
package stoa.bench.scenario;

import org.jspecify.annotations.NullMarked;
