/** Small extensions, one package each, named for what it does; core knows none of them. */
@NullMarked
package stoa.features;

import org.jspecify.annotations.NullMarked;
