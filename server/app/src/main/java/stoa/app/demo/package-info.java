/** The people and the talk that {@code --demo} adds to look around in. */
@NullMarked
package stoa.app.demo;

import org.jspecify.annotations.NullMarked;
