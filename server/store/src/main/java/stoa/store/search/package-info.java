/** The port of full-text search: what is looked for, and where it is found in a history. */
@NullMarked
package stoa.store.search;

import org.jspecify.annotations.NullMarked;
