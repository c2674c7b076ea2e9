/** Results as a table beside their budgets, in Markdown and JSON. */
@NullMarked
package stoa.bench.report;

import org.jspecify.annotations.NullMarked;
