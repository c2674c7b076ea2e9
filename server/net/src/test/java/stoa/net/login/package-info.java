@NullMarked
package stoa.net.login;

import org.jspecify.annotations.NullMarked;
