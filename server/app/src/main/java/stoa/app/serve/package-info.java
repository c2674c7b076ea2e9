/** Putting the server together, starting it and stopping it. */
@NullMarked
package stoa.app.serve;

import org.jspecify.annotations.NullMarked;
