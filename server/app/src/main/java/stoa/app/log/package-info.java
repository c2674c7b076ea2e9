/** What the server writes to its log, and how. */
@NullMarked
package stoa.app.log;

import org.jspecify.annotations.NullMarked;
