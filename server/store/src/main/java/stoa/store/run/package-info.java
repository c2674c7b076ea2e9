/** Whether the server was stopped in order the last time. */
@NullMarked
package stoa.store.run;

import org.jspecify.annotations.NullMarked;
