/** The certificate the server makes for itself when none is configured. */
@NullMarked
package stoa.app.tls;

import org.jspecify.annotations.NullMarked;
