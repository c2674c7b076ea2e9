@NullMarked
package stoa.net.access;

import org.jspecify.annotations.NullMarked;
