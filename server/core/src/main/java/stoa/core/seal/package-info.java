/** What the server gives out to get back as it was: nobody else reads it or makes it. */
@NullMarked
package stoa.core.seal;

import org.jspecify.annotations.NullMarked;
