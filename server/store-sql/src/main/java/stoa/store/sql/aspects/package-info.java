/** The ports in SQL, a class each: which statements write its changes, which queries read them. */
@NullMarked
package stoa.store.sql.aspects;

import org.jspecify.annotations.NullMarked;
