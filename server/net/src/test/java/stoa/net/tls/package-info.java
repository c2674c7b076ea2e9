@NullMarked
package stoa.net.tls;

import org.jspecify.annotations.NullMarked;
